/** The filters in what is typed into the search box, changed by buttons instead of by hand. */

export type Filter = 'from' | 'has' | 'before';

function pattern(filter: Filter): RegExp {
  return new RegExp(`(^|\\s)${filter}:(?:"([^"]*)"|(\\S*))`, 'gi');
}

/** What the last filter of this name says; empty if there is none. */
export function filterIn(typed: string, filter: Filter): string {
  const last = [...typed.matchAll(pattern(filter))].at(-1);
  return last?.[2] ?? last?.[3] ?? '';
}

/** The same words with this filter, or, where the value is empty, without it. */
export function withFilter(typed: string, filter: Filter, value: string): string {
  const words = typed.replace(pattern(filter), '').trim();
  const quoted = /\s/.test(value) ? `"${value}"` : value;
  return value ? `${words} ${filter}:${quoted} `.trimStart() : words;
}
