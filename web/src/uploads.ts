/**
 * Files on their way to the server. A file keeps its key however often it is sent again, so that it is
 * stored once; two are sent at a time. What a cut breaks off goes on by itself when there is a
 * connection again.
 */

import { baseUrl } from './connection';
import type { Attachment } from './protocol';
import { newCommandId } from './random';
import { strings } from './strings';

const AT_ONCE = 2;
const FIRST_RETRY_MILLIS = 500;
const LAST_RETRY_MILLIS = 8000;
const MAX_TRIES = 8;

export interface Upload {
  key: string;
  file: File;
  /** For pictures: an address of the file in this browser. */
  preview: string | null;
  state: 'waiting' | 'sending' | 'done' | 'failed';
  /** From 0 to 1. */
  progress: number;
  attachment: Attachment | null;
  /** What it shows, for those who do not see it. */
  description: string;
  reason: string;
  /** Whether it makes sense to try again. */
  retryable: boolean;
}

/** Where uploads go, and who may bring them. */
export interface UploadPlace {
  room: string;
  token: string;
  maxBytes: number;
}

interface Problem {
  code: string;
  detail: string;
  retryable: boolean;
}

export class Uploads {
  all: readonly Upload[] = [];
  private readonly requests = new Map<string, XMLHttpRequest>();
  private readonly tries = new Map<string, number>();

  constructor(
    private readonly place: () => UploadPlace,
    private readonly changed: () => void,
  ) {}

  /** Begins to send; a file that is too large is refused before a byte of it leaves. */
  add(files: readonly File[]): void {
    const { maxBytes } = this.place();
    const added = files.map((file): Upload => {
      const tooLarge = file.size > maxBytes;
      return {
        key: newCommandId(),
        file,
        preview: file.type.startsWith('image/') ? URL.createObjectURL(file) : null,
        state: tooLarge ? 'failed' : 'waiting',
        progress: 0,
        attachment: null,
        description: '',
        retryable: !tooLarge,
        reason: tooLarge ? strings.fileTooLarge(Math.floor(maxBytes / 1024 / 1024)) : '',
      };
    });
    this.all = [...this.all, ...added];
    this.pump();
  }

  describe(key: string, description: string): void {
    this.change(key, { description });
  }

  retry(key: string): void {
    this.tries.delete(key);
    this.change(key, { state: 'waiting', progress: 0, reason: '' });
    this.pump();
  }

  /** Cancels it if it is under way, and forgets it. */
  remove(key: string): void {
    this.requests.get(key)?.abort();
    this.requests.delete(key);
    const gone = this.all.find((upload) => upload.key === key);
    if (gone?.preview) {
      URL.revokeObjectURL(gone.preview);
    }
    this.all = this.all.filter((upload) => upload.key !== key);
    this.changed();
    this.pump();
  }

  clear(): void {
    [...this.all].forEach((upload) => this.remove(upload.key));
  }

  private pump(): void {
    const next = this.all.find((upload) => upload.state === 'waiting');
    if (next && this.requests.size < AT_ONCE) {
      this.send(next);
      this.pump();
    }
    this.changed();
  }

  private send(upload: Upload): void {
    const { room, token } = this.place();
    const { key, file } = upload;
    const address = new URL(`api/v1/rooms/${room}/files/${key}`, baseUrl);
    address.searchParams.set('name', file.name);
    const request = new XMLHttpRequest();
    request.open('PUT', address);
    request.setRequestHeader('Authorization', `Bearer ${token}`);
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    request.upload.onprogress = (event) =>
      this.change(key, { progress: event.total > 0 ? event.loaded / event.total : 0 });
    request.onload = () => this.answered(key, request);
    request.onerror = () => this.broken(key);
    this.requests.set(key, request);
    this.change(key, { state: 'sending' });
    request.send(file);
  }

  private answered(key: string, request: XMLHttpRequest): void {
    this.requests.delete(key);
    if (request.status < 300) {
      const attachment = JSON.parse(request.responseText) as Attachment;
      this.change(key, { state: 'done', progress: 1, attachment });
      this.pump();
      return;
    }
    const problem = problemOf(request);
    if (problem?.retryable) {
      this.again(key, Number(request.getResponseHeader('Retry-After') ?? 0) * 1000);
    } else {
      const reason = problem
        ? (strings.errors[problem.code] ?? problem.detail)
        : strings.fileFailed;
      this.change(key, { state: 'failed', reason });
      this.pump();
    }
  }

  private broken(key: string): void {
    this.requests.delete(key);
    this.again(key, 0);
  }

  private again(key: string, wait: number): void {
    const tries = (this.tries.get(key) ?? 0) + 1;
    this.tries.set(key, tries);
    if (tries >= MAX_TRIES) {
      this.change(key, { state: 'failed', reason: strings.fileFailed });
      this.pump();
      return;
    }
    this.change(key, { progress: 0 });
    window.setTimeout(
      () => {
        if (this.all.some((upload) => upload.key === key && upload.state === 'sending')) {
          this.change(key, { state: 'waiting' });
          this.pump();
        }
      },
      Math.max(wait, Math.min(LAST_RETRY_MILLIS, FIRST_RETRY_MILLIS * 2 ** (tries - 1))),
    );
    this.pump();
  }

  private change(key: string, change: Partial<Upload>): void {
    this.all = this.all.map((upload) => (upload.key === key ? { ...upload, ...change } : upload));
    this.changed();
  }
}

function problemOf(request: XMLHttpRequest): Problem | undefined {
  try {
    return JSON.parse(request.responseText) as Problem;
  } catch {
    return undefined;
  }
}
