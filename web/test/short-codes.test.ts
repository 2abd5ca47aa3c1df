import { describe, expect, it } from 'vitest';
import { codeBefore, hasShortCode, withEmoji } from '../src/short-codes';

const emoji = new Map([
  ['smile', '😄'],
  ['tada', '🎉'],
  ['+1', '👍'],
  ['100', '💯'],
  ['key', '🔑'],
]);
const named = (text: string) => withEmoji(text, (code) => emoji.get(code));

describe('codes of emoji', () => {
  it('become emoji where they are written in full', () => {
    expect(named(':smile:')).toBe('😄');
    expect(named('well done :tada:! (:+1:)')).toBe('well done 🎉! (👍)');
    expect(named(':smile::tada:')).toBe('😄🎉');
    expect(named('**:100:**')).toBe('**💯**');
    expect(hasShortCode('a :smile: b')).toBe(true);
  });

  it.each([
    ':-D',
    ':-P :-S :) :/ :| :o',
    'at :30',
    'at 10:30:45',
    '10:100:20',
    ':w',
    ':wq! and :key',
    'C:\\key:x',
    'std::key::smile',
    'fe80::100:1',
    'https://example.org/:smile:',
    'a:smile:b',
    ':smile:d',
    ':nosuch:',
    '\\:smile:',
    '`:smile:`',
    '``a ` :smile:``',
    '```\n:smile:\n```',
    '```yaml\n:key: 1',
    ': smile :',
  ])('are not seen in %j', (text) => {
    expect(named(text)).toBe(text);
  });

  it('end with the colon that has just been typed', () => {
    expect(codeBefore('so :smile:')).toEqual({ start: 3, code: 'smile' });
    expect(codeBefore('😄:tada:')).toEqual({ start: 2, code: 'tada' });
    expect(codeBefore('at 10:30:')).toBeNull();
    expect(codeBefore('`:smile:')).toBeNull();
    expect(codeBefore('```\nx :smile:')).toBeNull();
    expect(codeBefore('`code` and :smile:')).toEqual({ start: 11, code: 'smile' });
  });
});
