/**
 * What is being written in one room, as one value: a text, what it answers, corrections of messages
 * that are not saved yet, and files that wait. Changed by these functions alone.
 */

import type { Attachment } from './protocol';

/** A file that is on the server and in no message yet. */
export interface KeptFile {
  key: string;
  file: Attachment;
  /** When it came to the server, which keeps it for an hour. */
  at: number;
}

export interface Draft {
  readonly text: string;
  /** The message that the text answers, or nothing. */
  readonly replyTo: string;
  /** The message that is being corrected, as it was; the text waits meanwhile. */
  readonly editing: { readonly id: string; readonly was: string } | null;
  /** Corrections by message: who turns to something else finds them again. */
  readonly edits: Readonly<Record<string, string>>;
  readonly files: readonly KeptFile[];
}

/** A message that was written here and is not in the room. */
export interface Unsent {
  text: string;
  replyTo?: string | undefined;
}

const MAX_EDITS = 20;

export const nothingWritten: Draft = {
  text: '',
  replyTo: '',
  editing: null,
  edits: {},
  files: [],
};

/** What stands in the field. */
export function shown({ text, editing, edits }: Draft): string {
  return editing ? (edits[editing.id] ?? editing.was) : text;
}

export function typed(draft: Draft, text: string): Draft {
  const { editing } = draft;
  if (!editing) {
    return { ...draft, text };
  }
  const edits = withoutKey(draft.edits, editing.id);
  const changed = text === editing.was ? edits : { ...edits, [editing.id]: text };
  return { ...draft, edits: Object.fromEntries(Object.entries(changed).slice(-MAX_EDITS)) };
}

export function replying(draft: Draft, id: string): Draft {
  return { ...draft, editing: null, replyTo: id };
}

export function correcting(draft: Draft, id: string, was: string): Draft {
  return { ...draft, editing: { id, was } };
}

/** Back to what was being written before the correction, or without the message that is answered. */
export function cancelled(draft: Draft): Draft {
  const { editing } = draft;
  return editing
    ? { ...draft, editing: null, edits: withoutKey(draft.edits, editing.id) }
    : { ...draft, replyTo: '' };
}

/** A correction is stored. What was typed since goes on as the next one. */
export function saved(draft: Draft, id: string, text: string): Draft {
  if (draft.edits[id] !== text && draft.edits[id] !== undefined) {
    return draft.editing?.id === id ? { ...draft, editing: { id, was: text } } : draft;
  }
  const edits = withoutKey(draft.edits, id);
  return { ...draft, edits, editing: draft.editing?.id === id ? null : draft.editing };
}

/** The text is on its way with its files; corrections stay. */
export function sent(draft: Draft): Draft {
  return { ...draft, text: '', replyTo: '', files: [] };
}

/** What could not be sent stands in front of what is written. */
export function broughtBack(draft: Draft, unsent: Unsent): Draft {
  return {
    ...draft,
    editing: null,
    text: draft.text ? `${unsent.text}\n${draft.text}` : unsent.text,
    replyTo: draft.replyTo || (unsent.replyTo ?? ''),
  };
}

/** As it is stored: without what is empty. */
export function asStored({ text, replyTo, editing, edits, files }: Draft): string {
  return JSON.stringify({
    ...(text && { text }),
    ...(replyTo && { replyTo }),
    ...(editing && { editing }),
    ...(Object.keys(edits).length > 0 && { edits }),
    ...(files.length > 0 && { files }),
  });
}

/** From what is stored, by this page or by an older one. */
export function asDraft(stored: string | null): Draft {
  try {
    const value: unknown = JSON.parse(stored ?? '{}');
    const written = typeof value === 'string' ? { text: value } : (value as Partial<Draft>);
    return { ...nothingWritten, ...written };
  } catch {
    return nothingWritten;
  }
}

function withoutKey(edits: Draft['edits'], id: string): Record<string, string> {
  return Object.fromEntries(Object.entries(edits).filter(([key]) => key !== id));
}
