/** One try to bring a file, and what came of it. */

import { baseUrl } from './connection';
import type { Attachment } from './protocol';

/** A network that takes nothing for so long has gone without a word. */
const STALL_MILLIS = 30_000;

/** Where uploads go, and who may bring them. */
export interface UploadPlace {
  room: string;
  token: string;
  maxBytes: number;
  /** Whether the server is there, as far as is known. */
  isUp: boolean;
}

export type Outcome =
  | { kind: 'done'; attachment: Attachment }
  | { kind: 'refused'; code: string; retryable: boolean; waitMillis: number }
  | { kind: 'unanswered' };

/** Fails never; what is aborted is unanswered. */
export class UploadRequest {
  private readonly request = new XMLHttpRequest();
  private stalled: ReturnType<typeof setTimeout> | undefined;

  abort(): void {
    this.request.abort();
  }

  put(
    { room, token }: UploadPlace,
    key: string,
    file: File,
    progress: (part: number) => void,
  ): Promise<Outcome> {
    const address = new URL(`api/v1/rooms/${room}/files/${key}`, baseUrl);
    address.searchParams.set('name', file.name);
    return new Promise((done) => {
      const { request } = this;
      request.open('PUT', address);
      request.setRequestHeader('Authorization', `Bearer ${token}`);
      request.setRequestHeader('Content-Type', 'application/octet-stream');
      request.upload.onprogress = (event) => {
        this.watch();
        progress(event.total > 0 ? event.loaded / event.total : 0);
      };
      request.onloadend = () => {
        clearTimeout(this.stalled);
        done(outcomeOf(request));
      };
      this.watch();
      request.send(file);
    });
  }

  private watch(): void {
    clearTimeout(this.stalled);
    this.stalled = setTimeout(() => this.abort(), STALL_MILLIS);
  }
}

function outcomeOf(request: XMLHttpRequest): Outcome {
  const { status } = request;
  const answer = parsed(request.responseText);
  if (status === 0 || (status < 300 && !answer?.id)) {
    return { kind: 'unanswered' };
  }
  if (status < 300) {
    return { kind: 'done', attachment: answer as Attachment };
  }
  const waitMillis = Number(request.getResponseHeader('Retry-After') ?? 0) * 1000 || 0;
  return { kind: 'refused', waitMillis, ...refusalOf(status, answer) };
}

/** What the server says, or what can be told by the status that a proxy has given. */
function refusalOf(status: number, answer: Partial<Problem> | undefined): Problem {
  if (answer?.code) {
    return { code: answer.code, retryable: answer.retryable === true };
  }
  return status === 413
    ? { code: 'proxy_too_large', retryable: false }
    : { code: 'unavailable', retryable: status >= 500 || status === 408 || status === 429 };
}

interface Problem {
  code: string;
  retryable: boolean;
}

function parsed(text: string): (Partial<Problem> & Partial<Attachment>) | undefined {
  try {
    return JSON.parse(text) as Partial<Problem> & Partial<Attachment>;
  } catch {
    return undefined;
  }
}
