import { beforeEach, describe, expect, it, vi } from 'vitest';
import { asDraft, asStored, nothingWritten } from '../src/draft';
import { type DraftStore, Writing } from '../src/writing';

vi.stubGlobal('document', { baseURI: 'http://snug.test/' });

/** What the tabs of a browser share. */
class FakeStore implements DraftStore {
  readonly drafts = new Map<string, string>();
  blocked = false;
  read = (room: string): string | null => this.drafts.get(room) ?? null;
  write = (room: string, draft: string): boolean => {
    if (!this.blocked) {
      this.drafts.set(room, draft);
    }
    return !this.blocked;
  };
}

describe('what is being written', () => {
  let store: FakeStore;
  let said: { room: string; text: string; replyTo?: string | undefined; files: string[] }[];

  beforeEach(() => {
    store = new FakeStore();
    said = [];
  });

  function open(room = 'one'): Writing {
    return new Writing(
      {
        id: room,
        maxFiles: () => 2,
        uploadPlace: () => ({ room, token: 't', maxBytes: 1000, isUp: true }),
        send: (text, replyTo, files) =>
          said.push({ room, text, replyTo, files: (files ?? []).map(({ id }) => id) }),
      },
      store,
    );
  }

  const file = (id: string) => ({
    key: `key-${id}`,
    file: { id, name: `${id}.txt`, type: 'text/plain', size: 3 },
    at: Date.now(),
  });

  it('belongs to one room', () => {
    open('one').type('for the first');
    open('two').type('for the second');

    open('one').send(open('one').text);

    expect(said).toEqual([{ room: 'one', text: 'for the first', replyTo: undefined, files: [] }]);
    expect(open('one').text).toBe('');
    expect(open('two').text).toBe('for the second');
  });

  it('is stored with the first letter', () => {
    open().type('a');
    expect(open().text).toBe('a');
  });

  it('is not touched by a tab that was open before and has nothing', () => {
    const old = open();
    open().type('a draft');

    old.follow();
    expect(old.text).toBe('a draft');
    old.reply('m1');
    expect(open().text).toBe('a draft');
    expect(open().draft.replyTo).toBe('m1');
  });

  it('goes from all tabs when it is sent from one', () => {
    const first = open();
    const second = open();
    first.type('said once');
    second.follow();

    second.send(second.text);
    first.follow();

    expect(first.text).toBe('');
    expect(said).toHaveLength(1);
  });

  it('keeps both texts when two tabs wrote and neither was told', () => {
    const first = open();
    const second = open();
    first.type('from the first');
    second.type('from the second');

    expect(second.text).toBe('from the first\nfrom the second');
    first.follow();
    expect(first.text).toBe('from the first\nfrom the second');
  });

  it('stays in the page where nothing can be stored, or no more', () => {
    const writing = open();
    writing.type('fits');
    store.blocked = true;
    writing.type('fits no more');
    writing.follow();

    expect(writing.text).toBe('fits no more');
    writing.send(writing.text);
    expect(said.map(({ text }) => text)).toEqual(['fits no more']);
    expect(writing.text).toBe('');
  });

  it('stays in the page when the room is over and its storage is cleared', () => {
    const writing = open();
    writing.type('too late');
    writing.end();
    store.drafts.clear();
    writing.follow();

    expect(writing.text).toBe('too late');
    expect(store.drafts.size).toBe(0);
  });

  it('is no draft that somebody else has cleared away', () => {
    const writing = open();
    writing.type('still here');
    store.drafts.clear();
    writing.follow();
    expect(writing.text).toBe('still here');
  });

  it('waits while a message is corrected, and so does the correction', () => {
    const writing = open();
    writing.type('the draft');
    writing.correct('m1', 'as it was');
    writing.type('as it should be');
    expect(open().text).toBe('as it should be');
    expect(open().draft.editing?.id).toBe('m1');

    writing.reply('m2');
    expect(writing.text).toBe('the draft');
    writing.correct('m3', 'another');
    expect(writing.text).toBe('another');
    writing.correct('m1', 'as it was');
    expect(writing.text).toBe('as it should be');

    writing.saved('m1', 'as it should be');
    expect(writing.text).toBe('the draft');
    expect(writing.draft.replyTo).toBe('m2');
    writing.correct('m1', 'as it should be');
    expect(writing.text).toBe('as it should be');
    writing.cancel();
    expect(writing.draft).toMatchObject({ editing: null, edits: {}, text: 'the draft' });
  });

  it('keeps what was typed while a correction was on its way', () => {
    const writing = open();
    writing.correct('m1', 'one');
    writing.type('one, two');
    writing.type('one, two, three');
    writing.saved('m1', 'one, two');

    expect(writing.text).toBe('one, two, three');
    expect(writing.draft.editing).toEqual({ id: 'm1', was: 'one, two' });
  });

  it('has the files that are on the server, also after a reload and in another tab', () => {
    const before = open();
    before.uploads.adopt([file('f1'), file('f2'), file('f3')]);
    before.type('see these');
    const other = open();
    expect(other.uploads.all.map((one) => one.file.name)).toEqual(['f1.txt', 'f2.txt', 'f3.txt']);

    other.uploads.remove('key-f2');
    before.follow();
    expect(before.uploads.all.map((one) => one.key)).toEqual(['key-f1', 'key-f3']);
    before.send(before.text);
    other.follow();

    expect(said.map(({ text, files }) => [text, files])).toEqual([['see these', ['f1', 'f3']]]);
    expect(other.uploads.all).toEqual([]);
    expect(open().uploads.all).toEqual([]);
  });

  it('sends more files than a message takes in several', () => {
    const writing = open();
    writing.uploads.adopt([file('f1'), file('f2'), file('f3')]);
    writing.type('three');
    writing.send(writing.text);
    expect(said.map(({ text, files }) => [text, files])).toEqual([
      ['three', ['f1', 'f2']],
      ['', ['f3']],
    ]);
  });

  it('says of a file that the server has no more', () => {
    open().uploads.adopt([{ ...file('f1'), at: Date.now() - 3_600_000 }]);
    const writing = open();
    writing.uploads.adopt([{ ...file('f2'), at: Date.now() - 3_600_000 }]);
    expect(writing.uploads.all.at(-1)).toMatchObject({ state: 'failed', retryable: false });
    writing.send('without it');
    expect(said.at(-1)!.files).toEqual([]);
  });

  it('takes back a message that the room did not take, with all that belonged to it', () => {
    const writing = open();
    writing.type('next');
    writing.correct('m1', 'another message');
    writing.bringBack({ text: 'refused', replyTo: 'm2' }, [file('f1').file]);

    expect(writing.text).toBe('refused\nnext');
    expect(writing.draft.replyTo).toBe('m2');
    expect(writing.hasFile()).toBe(true);
  });

  it('reads what older pages stored, and nothing out of anything else', () => {
    expect(asDraft('"only a text"').text).toBe('only a text');
    expect(asDraft('{"text":"t","replyTo":"m"}')).toEqual({
      ...nothingWritten,
      text: 't',
      replyTo: 'm',
    });
    expect(asDraft('{broken')).toEqual(nothingWritten);
    expect(asDraft('null')).toEqual(nothingWritten);
    expect(asDraft(asStored(nothingWritten))).toEqual(nothingWritten);
  });
});
