import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { en } from '../src/strings/en';
import type { UploadPlace } from '../src/upload-request';
import { Uploads } from '../src/uploads';

/** What a server or a network does with a request. */
type Fate = (request: FakeRequest) => void;

/** As much of a request as uploads use. */
class FakeRequest {
  static all: FakeRequest[] = [];
  static fate: Fate = () => undefined;

  status = 0;
  responseText = '';
  retryAfter: string | null = null;
  address = '';
  onloadend: () => void = () => undefined;
  readonly upload = {};

  open(_: string, address: URL): void {
    this.address = address.href;
  }

  setRequestHeader(): void {}

  getResponseHeader(): string | null {
    return this.retryAfter;
  }

  send(): void {
    FakeRequest.all.push(this);
    FakeRequest.fate(this);
  }

  abort(): void {
    this.status = 0;
    this.onloadend();
  }

  answer(status: number, body: string, retryAfter: string | null = null): void {
    Object.assign(this, { status, responseText: body, retryAfter });
    this.onloadend();
  }
}

const cut: Fate = (request) => request.abort();
const kept: Fate = (request) => request.answer(201, '{"id":"x","name":"a","type":"t","size":3}');
const refused =
  (status: number, code: string, retryable: boolean, retryAfter: string | null = null): Fate =>
  (request) =>
    request.answer(status, JSON.stringify({ code, retryable, detail: 'in English' }), retryAfter);

const place: UploadPlace = { room: 'r', token: 't', maxBytes: 10, isUp: true };
const uploads = new Uploads(
  () => place,
  () => undefined,
);

function file(name = 'a.txt', content = 'abc'): File {
  return new File([content], name);
}

/** A folder, or a file that has changed since it was chosen: browsers give it, and cannot read it. */
function unreadable(): File {
  const gone = file();
  gone.slice = () => {
    const none = new Blob();
    none.arrayBuffer = () => Promise.reject(new DOMException('gone', 'NotReadableError'));
    return none;
  };
  return gone;
}

function first() {
  return uploads.all[0]!;
}

async function pass(millis = 0): Promise<void> {
  await vi.advanceTimersByTimeAsync(millis);
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  vi.stubGlobal('XMLHttpRequest', FakeRequest);
  FakeRequest.all = [];
  Object.assign(place, { maxBytes: 10, isUp: true });
});

afterEach(() => {
  uploads.removeAll(uploads.all.map(({ key }) => key));
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('a file that cannot be sent', () => {
  it.each([
    ['empty', () => file('a', ''), 'This file is empty.'],
    ['too large', () => file('a', 'x'.repeat(11)), 'Too large. The limit is 10 bytes.'],
    ['unreadable', unreadable, 'This file can’t be read. Choose it again.'],
  ])('says so before a byte of it leaves: %s', async (_, made, reason) => {
    uploads.add([made()]);
    await pass();

    expect(first()).toMatchObject({ state: 'failed', reason, retryable: false });
    expect(FakeRequest.all).toHaveLength(0);
  });

  it('is found when the network seems to break, and it was the file', async () => {
    const changing = file();
    FakeRequest.fate = (request) => {
      changing.slice = unreadable().slice;
      request.abort();
    };
    uploads.add([changing]);
    await pass();

    expect(first()).toMatchObject({ state: 'failed', retryable: false });
    expect(first().reason).toBe('This file can’t be read. Choose it again.');
  });
});

describe('a refusal', () => {
  it.each([
    ['too_large', refused(413, 'too_large', false), 'This room can’t take any more files.'],
    ['store_full', refused(507, 'store_full', false), en.errors['store_full']!],
    ['gone', refused(410, 'gone', false), 'This room is gone, or you’re no longer in it.'],
    [
      'not_member',
      refused(401, 'not_member', false),
      'This room is gone, or you’re no longer in it.',
    ],
    ['internal', refused(500, 'internal', false), 'Upload failed'],
    ['a proxy', ((r) => r.answer(413, '<html>')) as Fate, 'Too large for this server.'],
    ['nobody knows', ((r) => r.answer(403, '<html>')) as Fate, 'Upload failed'],
  ])('is told in words of the page, and not tried again: %s', async (_, fate, reason) => {
    FakeRequest.fate = fate;
    uploads.add([file()]);
    await pass(120_000);

    expect(first()).toMatchObject({ state: 'failed', reason, retryable: false });
    expect(FakeRequest.all).toHaveLength(1);
  });

  it('tells the bound that the server has by now', async () => {
    FakeRequest.fate = (request) => {
      place.maxBytes = 2;
      refused(413, 'too_large', false)(request);
    };
    uploads.add([file()]);
    await pass();

    expect(first().reason).toBe('Too large. The limit is 2 bytes.');
  });

  it('that is over soon is waited for', async () => {
    FakeRequest.fate = refused(429, 'rate_limited', true, '5');
    uploads.add([file()]);
    await pass(4999);
    expect(first()).toMatchObject({
      state: 'waiting',
      reason: 'Waiting its turn',
    });

    FakeRequest.fate = kept;
    await pass(1);
    expect(first().state).toBe('done');
  });

  it('that lasts says how long, and offers to try again', async () => {
    FakeRequest.fate = refused(429, 'rate_limited', true, '1500');
    uploads.add([file()]);
    await pass();

    expect(first()).toMatchObject({ state: 'failed', retryable: true });
    expect(first().reason).toBe('You’ve sent a lot. Try again in 25 minutes.');
    FakeRequest.fate = kept;
    uploads.retry(first().key);
    await pass();
    expect(first().state).toBe('done');
  });

  it('of a server that is not there for a moment is tried again, but not for ever', async () => {
    FakeRequest.fate = (request) => request.answer(502, '<html>bad gateway');
    uploads.add([file()]);
    await pass(120_000);

    expect(first()).toMatchObject({ state: 'failed', retryable: true });
    expect(FakeRequest.all).toHaveLength(8);
  });
});

describe('a file that meets a bad network', () => {
  it('waits for the connection, however long, and goes on with the same key', async () => {
    FakeRequest.fate = cut;
    place.isUp = false;
    uploads.add([file()]);
    await pass(60 * 60_000);
    expect(first()).toMatchObject({
      state: 'waiting',
      reason: 'Will continue when you’re back online',
    });

    FakeRequest.fate = kept;
    place.isUp = true;
    uploads.goOn();
    await pass();
    expect(first().state).toBe('done');
    expect(new Set(FakeRequest.all.map((request) => request.address)).size).toBe(1);
  });

  it('that nobody had noticed yet goes on all the same', async () => {
    FakeRequest.fate = cut;
    uploads.add([file()]);
    await pass(120_000);
    expect(first()).toMatchObject({ state: 'failed', reason: 'Upload failed', retryable: true });

    FakeRequest.fate = kept;
    uploads.goOn();
    await pass();
    expect(first()).toMatchObject({ state: 'done', reason: '' });
  });

  it('that swallows everything is tried again', async () => {
    FakeRequest.fate = () => undefined;
    uploads.add([file()]);
    await pass(31_000);

    expect(FakeRequest.all).toHaveLength(2);
  });

  it('takes no page of a hotel for an answer', async () => {
    FakeRequest.fate = (request) => request.answer(200, '<html>Welcome! Room number?');
    uploads.add([file()]);
    await pass();
    expect(first().state).toBe('waiting');
  });
});

it('sends two at a time, and the next when one is cancelled', async () => {
  FakeRequest.fate = () => undefined;
  uploads.add([file('1'), file('2'), file('3')]);
  await pass();
  expect(FakeRequest.all.map((request) => request.address.slice(-1))).toEqual(['1', '2']);

  uploads.remove(first().key);
  await pass();
  expect(FakeRequest.all.map((request) => request.address.slice(-1))).toEqual(['1', '2', '3']);
  expect(uploads.all).toHaveLength(2);
});

it('takes a file off whenever one likes, and never hears of it again', async () => {
  for (const fate of [cut, () => undefined, refused(503, 'busy', true, '9')]) {
    FakeRequest.fate = fate;
    uploads.add([file()]);
    await pass();
    uploads.remove(first().key);
    const before = FakeRequest.all.length;
    await pass(120_000);
    expect(uploads.all).toHaveLength(0);
    expect(FakeRequest.all).toHaveLength(before);
  }
});
