/** Who is spoken to. */

const BOUNDARY = /[\p{L}\p{N}_]/u;

/** Where `@name` stands in a text, whatever the case; not as a part of a longer word. */
export function mentionsOf(
  text: string,
  names: readonly string[],
): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = [];
  const longestFirst = [...names].sort((one, other) => other.length - one.length);
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    const before = text[at - 1];
    const name = longestFirst.find((candidate) => {
      const end = at + 1 + candidate.length;
      const after = text[end];
      return (
        text.slice(at + 1, end).toLowerCase() === candidate.toLowerCase() &&
        !(after && BOUNDARY.test(after))
      );
    });
    if (name && !(before && BOUNDARY.test(before))) {
      found.push({ start: at, end: at + 1 + name.length });
    }
  }
  return found;
}

/** Whether the text speaks to the member of this name, or to everybody. */
export function isMentioned(text: string, name: string): boolean {
  return text.includes('@') && mentionsOf(text, [name, 'all']).length > 0;
}
