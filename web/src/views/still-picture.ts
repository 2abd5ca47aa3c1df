/** Pictures that move stand still for who wants nothing to move, until they are opened. */

const HEAD_BYTES = 64 * 1024;
const ANIMATION_FLAG = 0x02;
const FLAGS_AT = 20;

/**
 * Shows the first frame of a picture that has come, if it moves; marks what it stands in as `still`.
 *
 * @param content where the bytes are: decoded from there the page does not wait for it
 */
export async function keepStill(image: HTMLImageElement, content: () => Promise<Blob>) {
  if (image.dataset['still'] || !wantsNothingToMove()) {
    return;
  }
  image.dataset['still'] = 'asked';
  try {
    const blob = await content();
    if (await moves(blob)) {
      image.src = await firstFrame(image, blob);
      image.parentElement?.classList.add('still');
    }
  } catch {
    // what cannot be read or decoded does not move either
  }
}

export function wantsNothingToMove(): boolean {
  return window.matchMedia('(prefers-reduced-motion: reduce)').matches;
}

/** Whether a picture says that it moves; of a GIF it is not known before its end. */
export async function moves(picture: Blob): Promise<boolean> {
  const head = new Uint8Array(await picture.slice(0, HEAD_BYTES).arrayBuffer());
  const text = new TextDecoder('latin1').decode(head);
  return (
    text.startsWith('GIF8') ||
    (text.startsWith('\u0089PNG') && text.includes('acTL')) ||
    (text.startsWith('VP8X', 12) && (head[FLAGS_AT]! & ANIMATION_FLAG) !== 0)
  );
}

async function firstFrame(image: HTMLImageElement, picture: Blob): Promise<string> {
  const { naturalWidth, naturalHeight, width, height } = image;
  const covering = Math.max(width / naturalWidth, height / naturalHeight) * devicePixelRatio;
  const scale = Math.min(1, covering);
  const frame = await createImageBitmap(picture, {
    resizeWidth: Math.max(1, Math.round(naturalWidth * scale)),
    resizeHeight: Math.max(1, Math.round(naturalHeight * scale)),
    resizeQuality: 'medium',
  });
  const canvas = document.createElement('canvas');
  canvas.width = frame.width;
  canvas.height = frame.height;
  canvas.getContext('2d')!.drawImage(frame, 0, 0);
  frame.close();
  return canvas.toDataURL();
}
