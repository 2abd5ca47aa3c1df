import { svg, type TemplateResult } from 'lit';

/** Line drawings of 20 × 20 in the colour of the text; the button around has the name. */
function icon(content: TemplateResult): TemplateResult {
  return svg`<svg class="icon" viewBox="0 0 20 20" fill="none" stroke="currentColor"
    stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round"
    aria-hidden="true">${content}</svg>`;
}

export const icons = {
  send: icon(svg`<path d="M10 16V4.5M5 9l5-5 5 5"/>`),
  share: icon(
    svg`<path d="M10 12.5V3M6.5 6 10 2.8 13.5 6M4 10.5V15a2 2 0 0 0 2 2h8a2 2 0 0 0 2-2v-4.5"/>`,
  ),
  people: icon(
    svg`<circle cx="7.5" cy="7" r="3"/><path d="M2 16.5c.4-3 2.600-4.700 5.500-4.700s5.100 1.700 5.500 4.700M13 4.300a3 3 0 0 1 0 5.400M15 12.200c1.700.7 2.700 2.200 3 4.300"/>`,
  ),
  dark: icon(svg`<path d="M16.500 11.800A7 7 0 0 1 8.200 3.500a7 7 0 1 0 8.300 8.300z"/>`),
  light: icon(
    svg`<circle cx="10" cy="10" r="3.300"/><path d="M10 2v1.500M10 16.500V18M2 10h1.500M16.500 10H18M4.300 4.300l1.100 1.100M14.600 14.600l1.100 1.100M4.300 15.700l1.100-1.100M14.600 5.400l1.100-1.100"/>`,
  ),
  contrast: icon(
    svg`<circle cx="10" cy="10" r="7"/><path d="M10 3v14a7 7 0 0 0 0-14z" fill="currentColor"/>`,
  ),
  system: icon(
    svg`<rect x="2.500" y="3.500" width="15" height="10" rx="1.500"/><path d="M7 17h6M10 13.500V17"/>`,
  ),
  more: icon(
    svg`<circle cx="4.500" cy="10" r=".8"/><circle cx="10" cy="10" r=".8"/><circle cx="15.500" cy="10" r=".8"/>`,
  ),
  smile: icon(
    svg`<circle cx="10" cy="10" r="7.500"/><path d="M6.800 11.800c.7 1.300 1.900 2 3.200 2s2.500-.7 3.200-2M7.500 7.800v.1M12.500 7.800v.1"/>`,
  ),
  reply: icon(svg`<path d="M8 5 3.500 9.500 8 14M4 9.500h7.500a5 5 0 0 1 5 5v1"/>`),
  edit: icon(svg`<path d="M4 16h2.600L16 6.600 13.400 4 4 13.400zM11.500 6l2.500 2.500"/>`),
  clock: icon(svg`<circle cx="10" cy="10" r="7.200"/><path d="M10 5.800V10l2.800 1.800"/>`),
  check: icon(svg`<path d="m4.500 10.500 3.800 3.800 7.200-8"/>`),
  pin: icon(svg`<path d="M10 12.500V17M6 12.500h8l-1.500-3V5h1V3h-7v2h1v4.500z"/>`),
  attach: icon(
    svg`<path d="m16 9.500-6.200 6.200a3.900 3.900 0 0 1-5.500-5.500l6.500-6.500a2.600 2.600 0 0 1 3.700 3.700l-6.400 6.400a1.300 1.300 0 0 1-1.900-1.900l5.900-5.900"/>`,
  ),
  file: icon(svg`<path d="M5 2.500h6.500L15.500 6.500v11H5zM11.500 2.500v4h4"/>`),
  download: icon(svg`<path d="M10 3v9.500M5.500 8.500 10 13l4.500-4.500M3.500 16.500h13"/>`),
  play: icon(svg`<path d="M7 4.500v11l9-5.500z" fill="currentColor"/>`),
  next: icon(svg`<path d="m7.500 4 6 6-6 6"/>`),
  search: icon(svg`<circle cx="8.800" cy="8.800" r="5.300"/><path d="m13 13 4 4"/>`),
  ignore: icon(svg`<circle cx="10" cy="10" r="7"/><path d="m5.200 5.200 9.600 9.600"/>`),
  down: icon(svg`<path d="M10 4v11.500M5 11l5 5 5-5"/>`),
  up: icon(svg`<path d="M10 16V4.500M5 9l5-5 5 5"/>`),
  zoom: icon(
    svg`<path d="M11.500 3.500h5v5M16.500 3.500l-5.500 5.500M8.500 16.500h-5v-5M3.500 16.500l5.500-5.500"/>`,
  ),
  close: icon(svg`<path d="m5 5 10 10M15 5 5 15"/>`),
  settings: icon(
    svg`<path d="M3 6h6.500M13.500 6H17M3 14h3.500M10.500 14H17"/><circle cx="11.500" cy="6" r="2"/><circle cx="8.500" cy="14" r="2"/>`,
  ),
  device: icon(svg`<rect x="5.500" y="2.500" width="9" height="15" rx="2"/><path d="M9 15h2"/>`),
  keyboard: icon(
    svg`<rect x="2" y="5" width="16" height="10.500" rx="2"/><path d="M5.500 8.500h.1M8.500 8.500h.1M11.500 8.500h.1M14.500 8.500h.1M6.500 12h7"/>`,
  ),
  bin: icon(
    svg`<path d="M3.500 5.500h13M8 5.500V3.500h4v2M5.500 5.500l.7 11h7.600l.7-11M8.500 8.500v5M11.500 8.500v5"/>`,
  ),
  leave: icon(svg`<path d="M8.500 3.500h-4v13h4M12.500 6.500 16 10l-3.500 3.500M16 10H8"/>`),
  end: icon(svg`<path d="M10 2.800v6.700M5.700 5.300a6.500 6.500 0 1 0 8.600 0"/>`),
  copy: icon(
    svg`<rect x="7" y="7" width="9.500" height="9.500" rx="2"/><path d="M13 7V5a1.500 1.500 0 0 0-1.500-1.500H5A1.500 1.500 0 0 0 3.500 5v6.500A1.500 1.500 0 0 0 5 13h2"/>`,
  ),
  link: icon(
    svg`<path d="M8.500 11.500a3 3 0 0 0 4.300 0l2.700-2.700a3 3 0 0 0-4.300-4.300l-1 1M11.500 8.500a3 3 0 0 0-4.300 0l-2.700 2.700a3 3 0 0 0 4.300 4.300l1-1"/>`,
  ),
  plus: icon(svg`<path d="M10 4v12M4 10h12"/>`),
};

/** The mark of the product: a small house with a voice in it. */
export const mark = svg`<svg class="mark" viewBox="0 0 32 32" aria-hidden="true">
  <path class="mark-house" d="M16 3.500 28.500 13v9.500a6 6 0 0 1-6 6h-13a6 6 0 0 1-6-6V13z"/>
  <path class="mark-voice" d="M9.500 17a6.500 6.500 0 0 1 13 0v4.200a1.300 1.300 0 0 1-1.300 1.300H13a3.500 3.500 0 0 1-3.500-3.500z"/>
</svg>`;
