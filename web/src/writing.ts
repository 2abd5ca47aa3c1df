/**
 * Owns what is being written in one room; the composer only shows it. Each change is stored at once, so
 * that a crash costs nothing. All tabs of a room have one draft: what another tab has stored is taken
 * over before this one changes anything, and when this one is told.
 */

import { now } from './clock';
import {
  asDraft,
  asStored,
  broughtBack,
  cancelled,
  correcting,
  type Draft,
  type KeptFile,
  replying,
  saved,
  sent,
  shown,
  typed,
  type Unsent,
} from './draft';
import type { Attachment } from './protocol';
import { withEmoji } from './short-codes';
import type { UploadPlace } from './upload-request';
import { Uploads } from './uploads';

const MAX_RECALLED = 50;

/** The room that is written in. */
export interface WritingRoom {
  readonly id: string;
  readonly maxFiles: () => number;
  readonly uploadPlace: () => UploadPlace;
  readonly send: (text: string, replyTo?: string, files?: Attachment[]) => void;
}

/** Where drafts are kept. Answers whether it was stored. */
export interface DraftStore {
  read(room: string): string | null;
  write(room: string, draft: string): boolean;
}

export class Writing {
  draft: Draft;
  /** The selection, for the next field that shows the draft. */
  caret: readonly [number, number] | null = null;
  /** Whether the message goes by itself when its files are there. */
  get waitsForFiles(): boolean {
    return this.awaited.size > 0;
  }
  readonly uploads: Uploads;
  /** What was sent from here, the last at the end. */
  readonly recallable: string[] = [];
  /** The files that what is written waits for before it is sent. */
  private awaited: ReadonlySet<string> = new Set();
  private readonly listeners = new Set<() => void>();
  /** The stored draft as this page has seen or written it last. */
  private stored: string | null;
  private ended = false;
  /** Where nothing can be stored, this page is the only place that has the draft. */
  private blocked = false;
  private adopting = false;

  constructor(
    private readonly room: WritingRoom,
    private readonly store: DraftStore,
  ) {
    this.stored = store.read(room.id);
    this.draft = asDraft(this.stored);
    this.uploads = new Uploads(room.uploadPlace, () => {
      if (!this.adopting) {
        this.uploadsChanged();
      }
    });
    this.adopting = true;
    this.uploads.adopt(this.draft.files);
    this.adopting = false;
  }

  /** The text in the field. */
  get text(): string {
    return shown(this.draft);
  }

  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Takes over what another tab has stored. */
  readonly follow = (): void => {
    const stored = this.store.read(this.room.id);
    const isNew = stored !== null && stored !== this.stored;
    if (!isNew || this.ended || this.blocked) {
      return;
    }
    const before = this.draft.files.map(({ key }) => key);
    this.stored = stored;
    this.draft = asDraft(stored);
    this.caret = null;
    const kept = new Set(this.draft.files.map(({ key }) => key));
    this.adopting = true;
    this.uploads.adopt(this.draft.files);
    this.uploads.removeAll(before.filter((key) => !kept.has(key)));
    this.adopting = false;
    this.tell();
  };

  /** The room is over: what is written stays here, whatever becomes of what is stored. */
  end(): void {
    this.ended = true;
  }

  /** The field has this text now. If another tab has written meanwhile, both texts stay. */
  type(text: string): void {
    const before = this.text;
    this.follow();
    const other = this.text;
    const lost = other !== before && !text.includes(other);
    this.awaited = new Set();
    this.change((draft) => typed(draft, lost ? `${other}\n${text}` : text));
  }

  reply(id: string): void {
    this.change((draft) => replying(draft, id));
  }

  correct(id: string, text: string): void {
    this.change((draft) => correcting(draft, id, text));
  }

  cancel(): void {
    this.change(cancelled);
  }

  /** The correction is in the room. */
  saved(id: string, text: string): void {
    this.change((draft) => saved(draft, id, text));
  }

  /** A message that the room did not take comes back. */
  bringBack(unsent: Unsent, files: readonly Attachment[] = []): void {
    this.change((draft) => broughtBack(draft, unsent));
    this.uploads.adopt(files.map((file) => ({ key: file.id, file, at: now() })));
  }

  isUploading(): boolean {
    return this.underWay().length > 0;
  }

  hasFile(): boolean {
    return this.uploads.all.some(({ state }) => state === 'done');
  }

  sendWhenUploaded(): void {
    this.awaited = new Set(this.underWay());
    this.tell();
  }

  private underWay(): string[] {
    return this.uploads.all
      .filter(({ state }) => state === 'waiting' || state === 'sending')
      .map(({ key }) => key);
  }

  /** What has arrived goes with the message, or with others after it; what has failed stays. */
  send(text: string, rest = ''): void {
    const { replyTo } = this.draft;
    const done = this.uploads.all.filter((file) => file.state === 'done');
    const files = done.map(({ attachment, description }) => ({
      ...attachment!,
      description: description.trim() || undefined,
    }));
    const max = this.room.maxFiles();
    this.remember(text);
    this.room.send(
      withEmoji(text),
      replyTo || undefined,
      files.length > 0 ? files.slice(0, max) : undefined,
    );
    for (let from = max; from < files.length; from += max) {
      this.room.send('', undefined, files.slice(from, from + max));
    }
    this.awaited = new Set();
    this.change((draft) => typed(sent(draft), rest));
    this.uploads.removeAll(done.map(({ key }) => key));
  }

  private remember(text: string): void {
    if (text) {
      this.recallable.push(text);
      this.recallable.splice(0, this.recallable.length - MAX_RECALLED);
    }
  }

  private uploadsChanged(): void {
    const files = this.uploads.kept();
    if (!isSame(files, this.draft.files)) {
      this.change((draft) => ({ ...draft, files }));
    }
    if (this.waitsForFiles && !this.isUploading()) {
      const failed = this.uploads.all.some(
        ({ key, state }) => state === 'failed' && this.awaited.has(key),
      );
      this.awaited = new Set();
      if (!failed && (this.draft.text.trim() || this.hasFile())) {
        this.send(this.draft.text);
      }
    }
    this.tell();
  }

  private change(make: (draft: Draft) => Draft): void {
    this.follow();
    this.draft = make(this.draft);
    if (!this.ended) {
      this.stored = asStored(this.draft);
      this.blocked = !this.store.write(this.room.id, this.stored);
    }
    this.tell();
  }

  private tell(): void {
    this.listeners.forEach((listener) => listener());
  }
}

function isSame(some: readonly KeptFile[], others: readonly KeptFile[]): boolean {
  return JSON.stringify(some) === JSON.stringify(others);
}
