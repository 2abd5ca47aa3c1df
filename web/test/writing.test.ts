import { describe, expect, it } from 'vitest';
import { evident, members, wordBefore, type Word } from '../src/completion';
import { loadEmoji, searchEmoji } from '../src/emoji';
import { highlight, pieces } from '../src/highlight';
import { isMentioned, mentionsOf } from '../src/mentions';
import type { Member } from '../src/protocol';
import { slash } from '../src/slash';
import { initialState, type RoomState } from '../src/state';

function room(...names: string[]): RoomState {
  const list = names.map((name): [string, Member] => [
    name,
    { id: name, name, role: 'member', state: 'online' },
  ]);
  return {
    ...initialState,
    self: { id: 'Ana', name: 'Ana', role: 'host' },
    members: new Map(list),
    memberCount: list.length,
  };
}

describe('completion', () => {
  it('takes of itself what is the only name that begins so, and nothing else', () => {
    const taken = (typed: string) => {
      const word: Word = { kind: '@', text: typed, start: 0 };
      return members(typed, room('Ana', 'Bo', 'Dan', 'Dora'))[
        evident(word, members(typed, room('Ana', 'Bo', 'Dan', 'Dora')))
      ]?.label;
    };
    expect(taken('b')).toBe('Bo');
    expect(taken('dan')).toBeUndefined();
    expect(taken('da')).toBe('Dan');
    expect(taken('d')).toBeUndefined();
    expect(taken('')).toBeUndefined();
    expect(taken('o')).toBeUndefined();
    const tada = { text: '🎉 ', label: ':tada:', picture: '🎉' };
    expect(evident({ kind: ':', text: 'tad', start: 0 }, [tada])).toBe(-1);
  });

  it.each([':-D', ':-P', 'see :-S', 'at :30', ':3', ':+1', ':_x', '10:ab', 'C:\\ab'])(
    'offers nothing for %j',
    (text) => {
      expect(wordBefore(text, text.length)).toBeNull();
    },
  );

  it('begins with @, or with : and two letters', () => {
    expect(wordBefore('hi @bo', 6)).toEqual({ kind: '@', text: 'bo', start: 3 });
    expect(wordBefore('@', 1)).toEqual({ kind: '@', text: '', start: 0 });
    expect(wordBefore(':sm', 3)).toEqual({ kind: ':', text: 'sm', start: 0 });
    expect(wordBefore(':s', 2)).toBeNull();
    expect(wordBefore('at 10:30', 8)).toBeNull();
    expect(wordBefore('ana@bo', 6)).toBeNull();
    expect(wordBefore('10:30', 5)).toBeNull();
  });

  it('begins behind words that are written without spaces', () => {
    expect(wordBefore('你好@', 3)).toEqual({ kind: '@', text: '', start: 2 });
    expect(wordBefore('ねえ、@小', 5)).toEqual({ kind: '@', text: '小', start: 3 });
    expect(wordBefore('（@bo', 4)).toEqual({ kind: '@', text: 'bo', start: 1 });
    expect(wordBefore('時刻:sm', 5)).toBeNull();
  });

  it('offers names that begin so first, then those that have it, and never oneself', () => {
    const found = members('an', room('Ana', 'Dan', 'Anton', 'Bo'));
    expect(found.map((one) => one.label)).toEqual(['Anton', 'Dan']);
    expect(members('', room('Ana', 'Bo')).map((one) => one.text)).toEqual(['@Bo ', '@all ']);
  });

  it('offers those who have spoken, where not all members are listed', () => {
    const large: RoomState = {
      ...room('Ana', 'Bo'),
      memberCount: 300,
      events: [
        {
          type: 'message',
          room: 'r',
          seq: 1,
          id: 'e1',
          at: 1,
          member: 'c',
          name: 'Chi',
          text: 'hi',
          cid: 'c1',
        },
      ],
    };
    expect(members('ch', large).map((one) => one.label)).toEqual(['Chi']);
  });

  it('finds emoji by their code, the exact one first', async () => {
    const all = await loadEmoji();
    expect(searchEmoji(all, 'smile', 5)[0]!.emoji).toBe('😄');
    expect(searchEmoji(all, 'thumbs', 5).map((one) => one.emoji)).toContain('👍');
    expect(searchEmoji(all, 'nosuchemoji', 5)).toEqual([]);
  });
});

describe('mentions', () => {
  it('stand where they are, whatever length a letter has in the other case', () => {
    expect(mentionsOf('İİ @ana!', ['Ana'])).toEqual([{ start: 3, end: 7 }]);
  });

  it('are whole names, whatever the case', () => {
    expect(mentionsOf('Hi @ana, @Ana Maria!', ['Ana', 'Ana Maria'])).toEqual([
      { start: 3, end: 7 },
      { start: 9, end: 19 },
    ]);
    expect(isMentioned('@Anatol', 'Ana')).toBe(false);
    expect(isMentioned('mail@ana', 'Ana')).toBe(false);
    expect(isMentioned('@all: lunch', 'Ana')).toBe(true);
  });

  it.each([
    '你好@Ana',
    '@Anaさん、元気？',
    '（@Ana）',
    '**@Ana**',
    '> @Ana said',
    '- @Ana',
    '||@Ana||',
    '/me waves at @Ana',
    '@Bo/@Ana',
    '@Ana님',
    '"@Ana"',
    '👍@Ana',
    'ถึง@Anaนะ',
  ])('speaks to somebody: %s', (text) => {
    expect(isMentioned(text, 'Ana')).toBe(true);
  });

  it.each([
    '`@Ana`',
    '```\n@Ana\n```',
    '```js\n@Ana',
    'https://mastodon.social/@Ana',
    'www.mastodon.social/@Ana',
    'mastodon.social/@Ana',
    '[@Ana](https://a.example)',
    '\\@Ana',
    'mail@Ana',
    'Größe@Ana',
    '@Ana_b',
    '@Ana2',
    '@Anaé',
    '@Ana\u0301',
    'и@Ana',
  ])('speaks to nobody: %s', (text) => {
    expect(isMentioned(text, 'Ana')).toBe(false);
  });

  it('finds names that are written without spaces', () => {
    expect(isMentioned('@小林さんへ', '小林')).toBe(true);
    expect(mentionsOf('ねえ@さくらちゃん', ['さくら', 'さくらちゃん'])).toEqual([
      { start: 2, end: 9 },
    ]);
  });
});

describe('commands', () => {
  it('are what a line begins with', () => {
    expect(slash('/me waves')).toEqual({ kind: 'text', text: '/me waves' });
    expect(slash('/nick Bo')).toEqual({ kind: 'rename', name: 'Bo' });
    expect(slash('/help')).toEqual({ kind: 'help' });
    expect(slash('/nonsense')).toEqual({ kind: 'unknown', command: 'nonsense' });
    expect(slash('//etc')).toEqual({ kind: 'text', text: '/etc' });
    expect(slash('/usr/bin')).toEqual({ kind: 'text', text: '/usr/bin' });
    expect(slash('/shrug')).toEqual({ kind: 'text', text: '¯\\_(ツ)_/¯' });
  });
});

describe('highlighting', () => {
  it('gives the code back exactly, in pieces', async () => {
    const code = 'const a = "<b> & \'c\'"; // done';
    const found = await highlight(code, 'js');
    expect(found.map((piece) => piece.text).join('')).toBe(code);
    expect(found.find((piece) => piece.text === 'const')!.scope).toContain('hljs-keyword');
  });

  it('leaves unknown languages as they are', async () => {
    expect(await highlight('a', 'constructor')).toEqual([{ scope: '', text: 'a' }]);
    expect(pieces('a &amp;lt; b')).toEqual([{ scope: '', text: 'a &lt; b' }]);
  });
});
