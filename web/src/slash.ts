/** What a line that begins with a slash asks for. */

export type Slash =
  | { kind: 'text'; text: string }
  | { kind: 'rename'; name: string }
  | { kind: 'help' }
  | { kind: 'unknown'; command: string };

const SHRUG = '¯\\_(ツ)_/¯';

/** `//` at the beginning sends a slash as it is. */
export function slash(text: string): Slash {
  const match = /^\/([a-z]+)(?:\s+([\s\S]*))?$/i.exec(text);
  if (text.startsWith('//')) {
    return { kind: 'text', text: text.slice(1) };
  }
  if (!match) {
    return { kind: 'text', text };
  }
  const command = match[1]!.toLowerCase();
  const rest = (match[2] ?? '').trim();
  switch (command) {
    case 'me':
      return rest ? { kind: 'text', text: `/me ${rest}` } : { kind: 'help' };
    case 'shrug':
      return { kind: 'text', text: `${rest} ${SHRUG}`.trim() };
    case 'nick':
      return rest ? { kind: 'rename', name: rest } : { kind: 'help' };
    case 'help':
      return { kind: 'help' };
    default:
      return { kind: 'unknown', command };
  }
}

/** `/me waves`: what somebody does rather than says. */
export function isAction(text: string): boolean {
  return /^\/me\s+\S/.test(text);
}
