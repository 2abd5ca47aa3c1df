/** Rooms as files: saved on this device, and opened again from there (docs/export.md). */

import { baseUrl } from './connection';
import { language, strings } from './strings';

export type ArchiveFormat = 'html' | 'json' | 'markdown';

/** What stands before the events of a saved room is shorter. */
const HEAD_BYTES = 64 * 1024;

/** A room, and the seat that opens it. */
export interface RoomSeat {
  room: string;
  token: string;
}

/** A saved room that can be opened again. */
export interface SavedRoom {
  title: string;
  /** The JSON that the server reads. */
  body: Blob;
}

/** What went wrong, in words for people. */
export class ArchiveFailure extends Error {}

/**
 * Brings the whole room here.
 *
 * @param progress is told how many bytes have come, and about how many there will be
 */
export async function saveRoom(
  { room, token }: RoomSeat,
  format: ArchiveFormat,
  progress: (bytes: number, about: number) => void,
  signal: AbortSignal,
): Promise<File> {
  const address = new URL(`api/v1/rooms/${room}/export`, baseUrl);
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const locale = navigator.language.startsWith(language) ? navigator.language : language;
  address.search = new URLSearchParams({ format, zone, language: locale }).toString();
  const answer = await fetch(address, { signal, headers: { Authorization: `Bearer ${token}` } });
  if (!answer.ok || !answer.body) {
    throw new ArchiveFailure(sentence(await answer.text(), strings.saveFailed));
  }
  const about = Number(answer.headers.get('Snug-Bytes-About') ?? 0);
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  const reader = answer.body.getReader();
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    parts.push(piece.value);
    bytes += piece.value.length;
    progress(bytes, Math.max(about, bytes));
  }
  const [, name] = /filename="([^"]+)"/.exec(answer.headers.get('Content-Disposition') ?? '') ?? [];
  return new File(parts, name ?? `snug.${format}`, {
    type: answer.headers.get('Content-Type') ?? '',
  });
}

/** Gives a file to the browser to keep. */
export function download(file: File): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = file.name;
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** The room that a file holds, saved as a page or as JSON. Fails with `ArchiveFailure`. */
export async function readSavedRoom(file: File): Promise<SavedRoom> {
  try {
    const beginning = await file.slice(0, HEAD_BYTES).text();
    const isJson = beginning.trimStart().startsWith('{');
    return isJson ? ofJson(file, beginning) : ofPage(await file.text());
  } catch {
    throw new ArchiveFailure(strings.notARoom);
  }
}

/**
 * Only what stands before the events is looked at here; the server checks the rest. Within a string
 * the quotes of `"events"` would be escaped.
 */
function ofJson(file: File, beginning: string): SavedRoom {
  const events = /,\s*"events"\s*:\s*\[/.exec(beginning);
  const { title } = JSON.parse(`${beginning.slice(0, events?.index ?? 0)}}`) as { title: string };
  return { title, body: file };
}

const IN_PAGE =
  /data-file="([\w-]{22})"[^>]*?(?:src|href)="data:[^",]*,([^"]*)"|<script type="application\/json" (?:id="snug-room"|class="event")>(.*?)<\/script>/gs;

/**
 * The events stand in the page as JSON, the bytes of their files before them in the addresses that
 * show them. The page is read as text, never as markup: nothing in it can do anything here.
 */
function ofPage(text: string): SavedRoom {
  const parts: string[] = [];
  const files = new Map<string, string>();
  let title = '';
  for (const [, file, data, json] of text.matchAll(IN_PAGE)) {
    if (file) {
      files.set(file, data ?? '');
    } else if (parts.length === 0) {
      const head = JSON.parse(json!) as { title: string };
      ({ title } = head);
      parts.push(`${JSON.stringify(head).slice(0, -1)},"events":[`);
    } else {
      parts.push(parts.length > 1 ? ',' : '', JSON.stringify(withFiles(JSON.parse(json!), files)));
      files.clear();
    }
  }
  if (parts.length === 0) {
    throw new ArchiveFailure(strings.notARoom);
  }
  parts.push(']}');
  return { title, body: new Blob(parts, { type: 'application/json' }) };
}

function withFiles(event: { files?: { id: string }[] }, data: ReadonlyMap<string, string>) {
  return event.files
    ? { ...event, files: event.files.map((file) => ({ ...file, data: data.get(file.id) })) }
    : event;
}

/**
 * Fills an empty room. Fails with `ArchiveFailure`; a part of it may be in the room then.
 *
 * @param progress is told the part that has been sent, from 0 to 1
 */
export function fillRoom(
  { room, token }: RoomSeat,
  body: Blob,
  progress: (part: number) => void,
): Promise<void> {
  return new Promise((done, fail) => {
    const request = new XMLHttpRequest();
    request.open('POST', new URL(`api/v1/rooms/${room}/import`, baseUrl));
    request.setRequestHeader('Authorization', `Bearer ${token}`);
    request.setRequestHeader('Content-Type', 'application/json');
    request.upload.onprogress = (event) =>
      progress(event.total > 0 ? event.loaded / event.total : 0);
    request.onload = () =>
      request.status < 300
        ? done()
        : fail(new ArchiveFailure(sentence(request.responseText, strings.openFailed)));
    request.onerror = () => fail(new ArchiveFailure(strings.openFailed));
    request.send(body);
  });
}

function sentence(problem: string, otherwise: string): string {
  try {
    const { code, detail } = JSON.parse(problem) as { code: string; detail?: string };
    return code === 'malformed' ? strings.notARoom : (strings.errors[code] ?? detail ?? otherwise);
  } catch {
    return otherwise;
  }
}
