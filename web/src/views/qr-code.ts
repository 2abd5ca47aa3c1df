import { html, svg } from 'lit';
import { encode } from 'uqr';
import { strings } from '../strings';

/** An address as a QR code, dark on light in every theme: that is what cameras read. */
export function qrCode(link: string) {
  const { data, size } = encode(link, { border: 2 });
  const path = data
    .flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : '')))
    .join('');
  return html`<svg
    class="qr-code"
    viewBox=${`0 0 ${size} ${size}`}
    role="img"
    aria-label=${strings.qrCode(link.replace(/#.*/, ''))}
    shape-rendering="crispEdges"
  >
    ${svg`<rect width=${size} height=${size} fill="#fff"/><path d=${path} fill="#000"/>`}
  </svg>`;
}
