/** Times, names and colours as people see them. */

import { locale, strings } from './strings';

const DAY_MILLIS = 86_400_000;
/** As they are recommended: `©` and `▶` are signs, flags and keycaps are emoji. Older browsers know no such class. */
const FEW_EMOJI = expression('^(?:\\p{RGI_Emoji}\\s*){1,3}$', 'v');
const LONGEST_EMOJI = 40;

const letters = new Intl.Segmenter();
let zone = zoneOfDevice();
let formats = formatsOf();

/** Follows the device into another time zone; the formats of a browser stay where they were made. */
export function useZoneOfDevice(): string {
  const next = zoneOfDevice();
  if (next !== zone) {
    zone = next;
    formats = formatsOf();
  }
  return zone;
}

function zoneOfDevice(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

function formatsOf() {
  return {
    time: new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit' }),
    weekday: new Intl.DateTimeFormat(locale, { weekday: 'long' }),
    date: new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric' }),
    full: new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'medium' }),
  };
}

export function time(at: number): string {
  return formats.time.format(at);
}

export function fullTime(at: number): string {
  return formats.full.format(at);
}

/** Today, Yesterday, the weekday within a week, then the date. */
export function day(at: number, now: number): string {
  // two days a year are not of 24 hours
  const days = Math.round((startOfDay(now) - startOfDay(at)) / DAY_MILLIS);
  if (days <= 0) {
    return strings.today;
  }
  if (days === 1) {
    return strings.yesterday;
  }
  return days < 7 ? formats.weekday.format(at) : formats.date.format(at);
}

function startOfDay(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}

/** When the day ends, which may have 23 or 25 hours. */
export function startOfNextDay(at: number): number {
  const date = new Date(at);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + 1).getTime();
}

/** The date of the place, as 2026-11-22. */
export function dateOf(at: number): string {
  const date = new Date(at);
  const [month, day] = [date.getMonth() + 1, date.getDate()].map((n) => `${n}`.padStart(2, '0'));
  return `${date.getFullYear()}-${month}-${day}`;
}

/** "Ana", "Ana and Bo", "Ana, Bo and 3 others". */
export function names(all: readonly string[]): string {
  const [first = '', second = '', ...others] = all;
  if (all.length < 2) {
    return first;
  }
  return others.length === 0
    ? strings.and(first, second)
    : strings.andOthers(`${first}, ${second}`, others.length);
}

export function typing(all: readonly string[]): string {
  const [first = '', second = '', third = ''] = all;
  switch (all.length) {
    case 0:
      return '';
    case 1:
      return strings.typingOne(first);
    case 2:
      return strings.typingTwo(first, second);
    case 3:
      return strings.typingThree(first, second, third);
    default:
      return strings.typingMany;
  }
}

/** How long it is until then: "5 days", "3 hours", "12 minutes". */
export function timeUntil(then: number, now: number): string {
  const minutes = Math.max(0, Math.ceil((then - now) / 60_000));
  const [count, unit]: [number, string] =
    minutes >= 2 * 24 * 60
      ? [Math.floor(minutes / (24 * 60)), 'day']
      : minutes >= 120
        ? [Math.floor(minutes / 60), 'hour']
        : [minutes, 'minute'];
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(count);
}

const SIZE_UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'];

/**
 * "1 byte", "3 bytes", "3.4 MB", as the language writes it.
 *
 * @param round what becomes of what is not written: of a bound it is cut off
 */
export function fileSize(bytes: number, round = Math.round): string {
  let [amount, step, decimals] = [bytes, 0, 1];
  while (round(amount * decimals) >= 1000 * decimals && step < SIZE_UNITS.length - 1) {
    amount /= 1000;
    step++;
    decimals = step > 1 ? 10 : 1;
  }
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: SIZE_UNITS[step]!,
    // only the long form of bytes knows one from many
    unitDisplay: step === 0 ? 'long' : 'short',
  }).format(round(amount * decimals) / decimals);
}

/** The hue of a member, 0 to 11: the same wherever the member is shown. */
export function hue(memberId: string): number {
  let hash = 7;
  for (const character of memberId) {
    hash = (hash * 31 + character.codePointAt(0)!) >>> 0;
  }
  return hash % 12;
}

/** The first letter of a name, as people count letters. */
export function initial(name: string): string {
  const [first] = letters.segment(name);
  return (first?.segment ?? '').toUpperCase();
}

/** Whether a text is nothing but up to three emoji, which are shown large. */
export function isFewEmoji(text: string): boolean {
  return text.length <= 3 * LONGEST_EMOJI && (FEW_EMOJI?.test(text.trim()) ?? false);
}

function expression(pattern: string, flags: string): RegExp | null {
  try {
    return new RegExp(pattern, flags);
  } catch {
    return null;
  }
}
