/** What is pasted: pictures from the screen, and texts that are rather files. */

import { strings } from './strings';

const LONG_CHARACTERS = 2000;
const LONG_LINES = 50;

/** Whether a text is so long that few will want to see it in the room. */
export function isLong(text: string): boolean {
  return text.length > LONG_CHARACTERS || text.split('\n').length > LONG_LINES;
}

/** The text as a file. */
export function asFile(text: string): File {
  return new File([text], `${strings.pastedText} ${timeOfDay()}.txt`, { type: 'text/plain' });
}

/** What is pasted from the screen has no name of its own. */
export function named(file: File): File {
  if (file.name && file.name !== 'image.png') {
    return file;
  }
  const extension = file.type.split('/')[1] ?? 'bin';
  return new File([file], `${strings.pastedPicture} ${timeOfDay()}.${extension}`, {
    type: file.type,
  });
}

function timeOfDay(): string {
  return new Date().toTimeString().slice(0, 5).replace(':', '-');
}
