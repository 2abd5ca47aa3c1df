/** What is pasted: pictures from the screen, and texts that are rather files. */

import { isAddress } from './formatting';
import { strings } from './strings';

const LONG_CHARACTERS = 2000;
const LONG_LINES = 50;

/** What a clipboard holds, of which one thing is meant. */
export interface Clip {
  text: string;
  html: string;
  files: readonly File[];
}

export function clipOf(data: DataTransfer | null, files: readonly File[]): Clip {
  return {
    text: data?.getData('text/plain') ?? '',
    html: data?.getData('text/html') ?? '',
    files,
  };
}

/**
 * The files that are meant. Spreadsheets and word processors put a picture beside the text that was
 * copied; a file from a folder comes with its name, a picture of a page with its address.
 */
export function filesOf({ text, html, files }: Clip): readonly File[] {
  const words = text.trim();
  const pictures = files.every((file) => file.type.startsWith('image/'));
  const names = new Set(files.map(({ name }) => name));
  const isName = words.split(/[\r\n]+/).every((line) => names.has(line.split(/[\\/]/).at(-1)!));
  const isPicture = isAddress(words) && (html === '' || /<img\b/i.test(html));
  const isText = words !== '' && pictures && !isName && !isPicture;
  return isText ? [] : files;
}

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
