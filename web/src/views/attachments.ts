/** Files of a message: pictures and films in the page, everything else to be downloaded. */

import { html, nothing, type TemplateResult } from 'lit';
import { baseUrl } from '../connection';
import { fileSize } from '../format';
import type { Attachment } from '../protocol';
import { strings } from '../strings';
import { icons } from './icons';
import { keepStill, wantsNothingToMove } from './still-picture';

const MAX_WIDTH = 420;
const MAX_HEIGHT = 360;
/** So much a finger needs; what is smaller, or much longer than wide, stands in a box of this. */
const MIN_SIDE = 56;

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

/** The size of a picture in the room: as it is if it fits, else as large as fits. */
export function boxOf(width: number, height: number): { width: number; height: number } {
  const scale = Math.min(1, MAX_WIDTH / width, MAX_HEIGHT / height);
  return {
    width: Math.max(MIN_SIDE, Math.round(width * scale)),
    height: Math.max(MIN_SIDE, Math.round(height * scale)),
  };
}

/** Its box is there before the picture, whose own sides do not count: nothing moves when it comes. */
function picture(file: Attachment, open: (file: Attachment) => void): TemplateResult {
  const box = boxOf(file.width!, file.height!);
  const isSmall = file.width! <= box.width && file.height! <= box.height;
  const sides = `${(box.height - file.height!) / 2}px ${(box.width - file.width!) / 2}px`;
  const small = file.thumbnail && (file.type !== 'image/gif' || wantsNothingToMove());
  const words = file.description ?? file.name;
  return html`<button
    class=${isSmall ? 'picture small' : 'picture'}
    type="button"
    aria-label=${strings.showPicture(words)}
    @click=${() => open(file)}
  >
    <img
      src=${small ? `${addressOf(file)}/thumbnail` : addressOf(file)}
      width=${box.width}
      height=${box.height}
      .style=${`aspect-ratio: ${box.width} / ${box.height}; padding: ${isSmall ? sides : 0}`}
      alt=${words}
      loading="lazy"
      decoding="async"
      @load=${file.type === 'image/jpeg' ? nothing : shown}
      @error=${lookAgainWhenOnline}
    />
    <span class="play-badge">${icons.play}</span>
  </button>`;
}

/** It may be looked through, and it may move. */
function shown(event: Event): void {
  const image = event.currentTarget as HTMLImageElement;
  image.parentElement!.classList.add('shown');
  void keepStill(image, async () => (await fetch(image.src)).blob());
}

/** A network that was away is back: the picture may be had now. */
function lookAgainWhenOnline(event: Event): void {
  const image = event.currentTarget as HTMLImageElement;
  const address = image.src;
  window.addEventListener(
    'online',
    () => {
      image.src = '';
      image.src = address;
    },
    { once: true },
  );
}
