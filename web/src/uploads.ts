/**
 * Files on their way to the server. A file keeps its key however often it is sent again, so that it is
 * stored once; two are sent at a time. What a cut breaks off goes on by itself when there is a
 * connection again. What is refused says why, and offers to try again only where that may help.
 */

import { now } from './clock';
import { baseUrl } from './connection';
import type { KeptFile } from './draft';
import { fileSize, timeUntil } from './format';
import type { Attachment } from './protocol';
import { newCommandId } from './random';
import { strings } from './strings';
import { UploadRequest, type Outcome, type UploadPlace } from './upload-request';

const AT_ONCE = 2;
const FIRST_RETRY_MILLIS = 500;
const LAST_RETRY_MILLIS = 8000;
const MAX_TRIES = 8;
/** Who has to wait longer is told so, and decides. */
const MAX_WAIT_MILLIS = 60_000;
/** The server keeps a file for an hour that is in no message. */
const KEPT_MILLIS = 55 * 60_000;

/** What browsers show; whatever else calls itself a picture has no preview. */
const PREVIEWED = /^image\/(png|jpeg|gif|webp|avif|bmp)$/;

export interface Upload {
  key: string;
  file: File;
  /** For pictures: an address of the file in this browser. */
  preview: string | null;
  state: 'waiting' | 'sending' | 'done' | 'failed';
  /** From 0 to 1. */
  progress: number;
  attachment: Attachment | null;
  /** When it came to the server. */
  arrivedAt: number;
  /** What it shows, for those who do not see it. */
  description: string;
  /** Why it has failed, or what it waits for. */
  reason: string;
  /** Whether it makes sense to try again. */
  retryable: boolean;
}

export class Uploads {
  all: readonly Upload[] = [];
  private readonly underWay = new Map<string, UploadRequest>();
  private readonly tries = new Map<string, number>();
  /** Those that wait for a while, or for the connection. */
  private readonly resting = new Map<string, ReturnType<typeof setTimeout>>();
  /** Those that were given up without an answer. */
  private readonly unanswered = new Set<string>();

  constructor(
    private readonly place: () => UploadPlace,
    private readonly changed: () => void,
  ) {}

  /** Begins to send; what cannot be taken is refused before a byte of it leaves. */
  add(files: readonly File[]): void {
    this.all = [...this.all, ...files.map((file) => this.begin(file))];
    this.pump();
  }

  describe(key: string, description: string): void {
    this.change(key, { description });
  }

  retry(key: string): void {
    this.tries.delete(key);
    this.unanswered.delete(key);
    this.change(key, { state: 'waiting', progress: 0, reason: '' });
    this.pump();
  }

  /** There is a connection again: all go on that had none. */
  goOn(): void {
    [...this.resting.keys()].forEach((key) => this.wake(key));
    this.tries.clear();
    [...this.unanswered].forEach((key) => this.retry(key));
    this.pump();
  }

  /** Cancels it if it is under way, and forgets it. */
  remove(key: string): void {
    this.removeAll([key]);
  }

  removeAll(keys: readonly string[]): void {
    for (const { key, preview } of this.all.filter((upload) => keys.includes(upload.key))) {
      this.underWay.get(key)?.abort();
      this.underWay.delete(key);
      this.wake(key);
      this.unanswered.delete(key);
      if (preview) {
        URL.revokeObjectURL(preview);
      }
    }
    this.all = this.all.filter((upload) => !keys.includes(upload.key));
    this.pump();
  }

  /** Those that are on the server, as another page of this room finds them again. */
  kept(): KeptFile[] {
    return this.all
      .filter((upload) => upload.state === 'done')
      .map(({ key, attachment, description, arrivedAt }) => ({
        key,
        file: { ...attachment!, description: description || undefined },
        at: arrivedAt,
      }));
  }

  /** Takes over what is on the server already. */
  adopt(files: readonly KeptFile[]): void {
    const known = new Set(this.all.map((upload) => upload.key));
    const added = files.filter((file) => !known.has(file.key)).map(uploadOf);
    const described = new Map(files.map(({ key, file }) => [key, file.description ?? '']));
    this.all = [
      ...this.all.map((one) => ({
        ...one,
        description: described.get(one.key) ?? one.description,
      })),
      ...added,
    ];
    this.changed();
  }

  /** What is on the server for so long that it may be gone goes there again. Answers whether any does. */
  renew(): boolean {
    const old = this.all.filter((one) => one.state === 'done' && isOld(one.arrivedAt));
    for (const { key, file } of old) {
      if (file.size > 0) {
        this.change(key, { state: 'waiting', progress: 0 });
      } else {
        this.fail(key, strings.fileErrors.unreadable, false);
      }
    }
    if (old.length > 0) {
      this.pump();
    }
    return old.length > 0;
  }

  /** It says that it is a picture, and this browser shows none. */
  withoutPreview(key: string): void {
    const preview = this.all.find((upload) => upload.key === key)?.preview;
    if (preview) {
      URL.revokeObjectURL(preview);
      this.change(key, { preview: null });
    }
  }

  private begin(file: File): Upload {
    const reason = this.refusalOf(file);
    return {
      key: newCommandId(),
      file,
      preview: PREVIEWED.test(file.type) && file.size > 0 ? URL.createObjectURL(file) : null,
      state: reason ? 'failed' : 'waiting',
      progress: 0,
      attachment: null,
      arrivedAt: 0,
      description: '',
      reason,
      retryable: false,
    };
  }

  /** Why it is not even sent; nothing if it is. */
  private refusalOf(file: File): string {
    const { maxBytes } = this.place();
    if (file.size > maxBytes) {
      return strings.fileTooLarge(fileSize(maxBytes, Math.floor));
    }
    return file.size === 0 ? strings.fileErrors.empty : '';
  }

  private pump(): void {
    const next = this.all.find(
      (upload) => upload.state === 'waiting' && !this.resting.has(upload.key),
    );
    if (next && this.underWay.size < AT_ONCE) {
      void this.send(next);
      this.pump();
    }
    this.changed();
  }

  private async send({ key, file }: Upload): Promise<void> {
    const request = new UploadRequest();
    this.underWay.set(key, request);
    this.change(key, { state: 'sending', reason: '' });
    const readable = await isReadable(file);
    if (this.underWay.get(key) !== request) {
      return;
    }
    const outcome = readable
      ? await request.put(this.place(), key, file, (progress) => this.change(key, { progress }))
      : undefined;
    if (this.underWay.get(key) !== request) {
      return;
    }
    const stillReadable = outcome?.kind === 'unanswered' ? await isReadable(file) : readable;
    if (this.underWay.get(key) === request) {
      this.underWay.delete(key);
      this.end(key, stillReadable ? outcome : undefined);
      this.pump();
    }
  }

  /** @param outcome undefined if the file cannot be read: it has gone, has changed, or is a folder */
  private end(key: string, outcome: Outcome | undefined): void {
    if (!outcome) {
      this.fail(key, strings.fileErrors.unreadable, false);
    } else if (outcome.kind === 'done') {
      this.change(key, {
        state: 'done',
        progress: 1,
        attachment: outcome.attachment,
        arrivedAt: now(),
      });
    } else if (outcome.kind === 'unanswered') {
      this.endUnanswered(key);
    } else {
      this.endRefused(key, outcome);
    }
  }

  private endUnanswered(key: string): void {
    if (!this.place().isUp) {
      this.rest(key, LAST_RETRY_MILLIS, strings.uploadOffline);
    } else if (!this.tryAgain(key, strings.fileFailed)) {
      this.unanswered.add(key);
    }
  }

  private endRefused(key: string, refused: Outcome & { kind: 'refused' }): void {
    const { code, retryable, waitMillis } = refused;
    if (!retryable) {
      this.fail(key, this.reasonOf(key, code), false);
    } else if (waitMillis > MAX_WAIT_MILLIS) {
      this.fail(key, strings.uploadLater(timeUntil(waitMillis, 0)), true);
    } else if (waitMillis > 0) {
      this.rest(key, waitMillis, strings.uploadWaits);
    } else {
      this.tryAgain(key, this.reasonOf(key, code));
    }
  }

  /** A little later each time; false if it was given up. */
  private tryAgain(key: string, reason: string): boolean {
    const tries = (this.tries.get(key) ?? 0) + 1;
    this.tries.set(key, tries);
    if (tries >= MAX_TRIES) {
      this.fail(key, reason, true);
      return false;
    }
    this.rest(key, Math.min(LAST_RETRY_MILLIS, FIRST_RETRY_MILLIS * 2 ** (tries - 1)), '');
    return true;
  }

  private reasonOf(key: string, code: string): string {
    const { maxBytes } = this.place();
    const size = this.all.find((upload) => upload.key === key)?.file.size ?? 0;
    switch (code) {
      case 'too_large':
        return size > maxBytes
          ? strings.fileTooLarge(fileSize(maxBytes, Math.floor))
          : strings.fileErrors.full;
      case 'proxy_too_large':
        return strings.fileErrors.tooLarge;
      case 'gone':
      case 'not_found':
      case 'not_member':
        return strings.fileErrors.gone;
      default:
        return strings.errors[code] ?? strings.fileFailed;
    }
  }

  private rest(key: string, millis: number, reason: string): void {
    this.change(key, { state: 'waiting', progress: 0, reason });
    const timer = setTimeout(() => {
      this.wake(key);
      this.pump();
    }, millis);
    this.resting.set(key, timer);
  }

  private wake(key: string): void {
    clearTimeout(this.resting.get(key));
    this.resting.delete(key);
  }

  private fail(key: string, reason: string, retryable: boolean): void {
    this.change(key, { state: 'failed', reason, retryable });
  }

  private change(key: string, change: Partial<Upload>): void {
    this.all = this.all.map((upload) => (upload.key === key ? { ...upload, ...change } : upload));
    this.changed();
  }
}

/** Whether there is something to be read: it may have been moved or written to since it was chosen. */
function isReadable(file: File): Promise<boolean> {
  return file
    .slice(0, 1)
    .arrayBuffer()
    .then(
      () => true,
      () => false,
    );
}

/** A file that an earlier page has brought: its bytes are on the server alone. */
function uploadOf({ key, file, at }: KeptFile): Upload {
  const gone = isOld(at);
  const picture = file.thumbnail ? `files/${file.id}/thumbnail` : `files/${file.id}`;
  return {
    key,
    file: new File([], file.name, { type: file.type }),
    preview: file.width && !gone ? new URL(picture, baseUrl).href : null,
    state: gone ? 'failed' : 'done',
    progress: 1,
    attachment: file,
    arrivedAt: at,
    description: file.description ?? '',
    reason: gone ? strings.fileErrors.unreadable : '',
    retryable: false,
  };
}

function isOld(at: number): boolean {
  return now() - at > KEPT_MILLIS;
}
