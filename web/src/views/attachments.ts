/** Files of a message: pictures and films in the page, everything else to be downloaded. */

import { html, nothing, type TemplateResult } from 'lit';
import { baseUrl } from '../connection';
import { fileSize } from '../format';
import type { Attachment } from '../protocol';
import { strings } from '../strings';
import { icons } from './icons';

const MAX_WIDTH = 420;
const MAX_HEIGHT = 360;

/** The address of a file. */
export function addressOf(file: Attachment): string {
  return new URL(`files/${file.id}`, baseUrl).href;
}

export function attachments(
  files: readonly Attachment[],
  open: (file: Attachment) => void,
): TemplateResult {
  return html`<div class="attachments">${files.map((file) => attachment(file, open))}</div>`;
}

function attachment(file: Attachment, open: (file: Attachment) => void): TemplateResult {
  if (file.width && file.height) {
    return picture(file, open);
  }
  if (file.type.startsWith('audio/')) {
    return html`<audio
      controls
      preload="none"
      src=${addressOf(file)}
      aria-label=${file.name}
    ></audio>`;
  }
  if (file.type.startsWith('video/')) {
    return html`<video
      controls
      playsinline
      preload="none"
      src=${addressOf(file)}
      aria-label=${file.name}
    ></video>`;
  }
  return html`<a class="file" href=${addressOf(file)} download=${file.name}>
    ${icons.file}
    <span class="file-name" dir="auto">${file.name}</span>
    <span class="file-size">${fileSize(file.size)}</span>
  </a>`;
}

/** Its box is there before the picture: nothing moves when it comes. */
function picture(file: Attachment, open: (file: Attachment) => void): TemplateResult {
  const scale = Math.min(1, MAX_WIDTH / file.width!, MAX_HEIGHT / file.height!);
  const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
  const small = file.thumbnail && (file.type !== 'image/gif' || still);
  return html`<button
    class="picture"
    type="button"
    aria-label=${strings.showPicture(file.description ?? file.name)}
    @click=${() => open(file)}
  >
    <img
      src=${small ? `${addressOf(file)}/thumbnail` : addressOf(file)}
      width=${Math.round(file.width! * scale)}
      height=${Math.round(file.height! * scale)}
      alt=${file.description ?? file.name}
      loading="lazy"
      decoding="async"
      @load=${still ? stopMoving : nothing}
    />
    ${file.type === 'image/gif' && still ? html`<span class="gif-badge">GIF</span>` : nothing}
  </button>`;
}

/** Shows the first frame instead, for who wants nothing to move. */
function stopMoving(event: Event): void {
  const image = event.currentTarget as HTMLImageElement;
  if (image.src.startsWith('data:')) {
    return;
  }
  const canvas = document.createElement('canvas');
  canvas.width = image.width * window.devicePixelRatio;
  canvas.height = image.height * window.devicePixelRatio;
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  image.src = canvas.toDataURL();
}
