import { describe, expect, it } from 'vitest';
import { ar } from '../src/strings/ar';
import { de } from '../src/strings/de';
import { en } from '../src/strings/en';
import { es } from '../src/strings/es';
import { fr } from '../src/strings/fr';
import { ja } from '../src/strings/ja';

const ALL = { ar, de, es, fr, ja };

describe.each(Object.entries(ALL))('the strings in %s', (_, strings) => {
  it('are all there, and none is empty', () => {
    for (const [key, value] of Object.entries(en)) {
      const other = (strings as Record<string, unknown>)[key];
      expect(typeof other, key).toBe(typeof value);
      if (typeof other === 'string') {
        expect(other.trim(), key).not.toBe('');
      }
      if (Array.isArray(value)) {
        expect(other, key).toHaveLength(value.length);
      }
    }
    expect(Object.keys(strings.ended).sort()).toEqual(Object.keys(en.ended).sort());
    expect(Object.keys(strings.errors).sort()).toEqual(Object.keys(en.errors).sort());
    expect(Object.keys(strings.fileErrors).sort()).toEqual(Object.keys(en.fileErrors).sort());
    expect(Object.keys(strings.lifetimes)).toEqual(Object.keys(en.lifetimes));
  });

  it('say who and what', () => {
    expect(strings.typingTwo('Ana', 'Bo')).toMatch(/Ana.*Bo/);
    expect(strings.announced('Ana', 'hello')).toMatch(/Ana.*hello/);
    expect(strings.andOthers('Ana, Bo', 3)).toContain('Ana, Bo');
    expect(strings.unknownCommand('foo')).toContain('/foo');
    expect(strings.seatOffer('WARM')).toContain('WARM');
  });
});

describe('counts', () => {
  it('follow the rules of the language', () => {
    expect(de.newMessages(1)).toBe('1 neue Nachricht');
    expect(de.newMessages(1200)).toBe('1.200 neue Nachrichten');
    expect(fr.peopleCount(0)).toBe('0 personne');
    expect(ar.newMessages(2)).toBe('رسالتان جديدتان');
    expect(ar.newMessages(3)).toMatch(/رسائل/);
    expect(ja.newMessages(5)).toBe('新着5件');
  });
});

describe('the words', () => {
  it('are those of other chats', () => {
    expect(en.notifyTitle).toBe('Notifications');
    expect(en.keepFor).toBe('Keep for');
    expect(en.moveSeat).toBe('Continue on another device');
    expect(en.help).toBe('Shortcuts and formatting');
    expect(en.copyLink).toBe('Copy link');
    expect(en.tellRead).toBe('Read receipts');
  });

  it('say what a switch does, never what it does not', () => {
    const { notifyRoom, showContent, sound, tellTyping, tellRead, showPresence, enterSends } = en;
    for (const label of [
      notifyRoom,
      showContent,
      sound,
      tellTyping,
      tellRead,
      showPresence,
      enterSends,
    ]) {
      expect(label).not.toMatch(/\b(no|not|never|without|hide|mute)\b/i);
    }
  });
});
