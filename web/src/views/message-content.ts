/** A message's text as it is shown: formatted, with mentions, links and code. */

import { html, nothing, type TemplateResult } from 'lit';
import { classMap } from 'lit/directives/class-map.js';
import { mentionsOf } from '../mentions';
import { parse, type Block, type Inline } from '../markdown';
import './code-block';
import './spoiler';

/** Names that may be spoken to, and which of them is one's own. */
export interface Names {
  all: readonly string[];
  own: string;
}

export function content(text: string, names: Names): TemplateResult {
  return html`${parse(text).map((block) => blockOf(block, names))}`;
}

/** One line of text in which mentions stand out. */
export function mentioning(text: string, names: Names): (TemplateResult | string)[] {
  const parts: (TemplateResult | string)[] = [];
  let end = 0;
  for (const mention of mentionsOf(text, [...names.all, 'all'])) {
    const name = text.slice(mention.start, mention.end);
    const own = [names.own, 'all'].some((one) => one.toLowerCase() === name.slice(1).toLowerCase());
    parts.push(text.slice(end, mention.start));
    parts.push(html`<span class=${own ? 'mention own-mention' : 'mention'}>${name}</span>`);
    end = mention.end;
  }
  parts.push(text.slice(end));
  return parts;
}

function blockOf(block: Block, names: Names): TemplateResult {
  switch (block.kind) {
    case 'paragraph':
      return html`<span class="text" dir="auto">${inlines(block.children, names)}</span>`;
    case 'code':
      return html`<snug-code-block
        .code=${block.text}
        .language=${block.language}
      ></snug-code-block>`;
    case 'quote':
      return html`<blockquote dir="auto">
        ${block.children.map((child) => within(child, names))}
      </blockquote>`;
    case 'list':
      return list(block, names);
  }
}

/** Without a direction of its own, so that the bar or the numbers stand where the words begin. */
function within(block: Block, names: Names): TemplateResult {
  return block.kind === 'paragraph'
    ? html`<span class="text">${inlines(block.children, names)}</span>`
    : blockOf(block, names);
}

/** Each item has its own number: where lists are told apart, so are their numbers. */
function list(block: Extract<Block, { kind: 'list' }>, names: Names): TemplateResult {
  const items = block.items.map(
    (item) => html`<li>${item.map((child) => within(child, names))}</li>`,
  );
  if (block.start === null) {
    return html`<ul class="text-list ${block.mark === '-' ? 'dashes' : ''}" dir="auto">
      ${items}
    </ul>`;
  }
  const classes = {
    'text-list': true,
    brackets: block.mark === ')',
    wide: block.start + block.items.length > 10,
  };
  return html`<ol class=${classMap(classes)} dir="auto" start=${block.start}>
    ${items}
  </ol>`;
}

/** An address speaks to nobody: there are no names in it. */
function inlines(all: readonly Inline[], names: Names | null): unknown[] {
  return all.map((inline) => inlineOf(inline, names));
}

function inlineOf(inline: Inline, names: Names | null): unknown {
  switch (inline.kind) {
    case 'text':
      return names ? mentioning(inline.text, names) : inline.text;
    case 'code':
      return html`<code dir="ltr" translate="no">${inline.text}</code>`;
    case 'strong':
      return html`<strong>${inlines(inline.children, names)}</strong>`;
    case 'em':
      return html`<em>${inlines(inline.children, names)}</em>`;
    case 'del':
      return html`<del>${inlines(inline.children, names)}</del>`;
    case 'spoiler':
      return html`<snug-spoiler
        .content=${[html`${inlines(inline.children, names)}`]}
      ></snug-spoiler>`;
    case 'link':
      return link(inline);
  }
}

/** Where the text says something else than where it leads, the place is named. */
function link(inline: Extract<Inline, { kind: 'link' }>): TemplateResult {
  const words = inline.children
    .map((child) => ('text' in child ? child.text : ''))
    .join('')
    .toLowerCase();
  const { host, protocol } = new URL(inline.href);
  const address = inline.href.toLowerCase();
  const isAddress = [address, address.slice(`${protocol}//`.length)].includes(words);
  return html`<a
      class=${isAddress ? 'address' : nothing}
      href=${inline.href}
      target="_blank"
      rel="noopener noreferrer nofollow"
      >${inlines(inline.children, null)}</a
    >${words.includes(host) ? nothing : html` <span class="link-host">(${host})</span>`}`;
}
