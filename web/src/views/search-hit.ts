/** One message that was found, between its neighbours, as text without marks. */

import { html, nothing, type TemplateResult } from 'lit';
import { day, time } from '../format';
import { plain } from '../markdown';
import type { MessageEvent } from '../protocol';
import { matches } from '../search';
import { excerpt } from './message';

const EXCERPT_BEFORE = 60;
const NEAR = 5;

export function hitView(
  hit: MessageEvent,
  around: readonly MessageEvent[],
  query: string,
  now: number,
): TemplateResult {
  const before = around.findLast((event) => event.seq < hit.seq && hit.seq - event.seq < NEAR);
  const after = around.find((event) => event.seq > hit.seq && event.seq - hit.seq < NEAR);
  return html`${neighbour(before)}
    <span class="hit-line">
      <strong>${hit.name}</strong>
      <time datetime=${new Date(hit.at).toISOString()}>${day(hit.at, now)}, ${time(hit.at)}</time>
    </span>
    <span class="hit-text" dir="auto">${marked(hit, query)}</span>
    ${neighbour(after)}`;
}

function marked(hit: MessageEvent, query: string): (TemplateResult | string)[] {
  const { text, found } = shown(hit, query);
  const start = Math.max(0, (found[0]?.start ?? 0) - EXCERPT_BEFORE);
  const parts: (TemplateResult | string)[] = [start > 0 ? '…' : ''];
  let at = start;
  for (const match of found) {
    parts.push(text.slice(at, match.start));
    parts.push(html`<mark>${text.slice(match.start, match.end)}</mark>`);
    at = match.end;
  }
  parts.push(text.slice(at));
  return parts;
}

/** As it is read; only who looks for what is not read, as a language of code, sees it as it was written. */
function shown(hit: MessageEvent, query: string) {
  const read = plain(hit.text) || excerpt(hit);
  const found = matches(read, query);
  const written = found.length === 0 && query ? matches(hit.text, query) : [];
  return written.length > 0 ? { text: hit.text, found: written } : { text: read, found };
}

function neighbour(message: MessageEvent | undefined) {
  return message
    ? html`<span class="hit-neighbour" dir="auto">${message.name}: ${excerpt(message)}</span>`
    : nothing;
}
