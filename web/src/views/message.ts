/** One message as it is shown: bubble, quote, reactions, and what can be done with it. */

import { html, nothing, type TemplateResult } from 'lit';
import { classMap } from 'lit/directives/class-map.js';
import { isLong } from '../folding';
import { fullTime, hue, initial, isFewEmoji, names as listed, time } from '../format';
import { plain } from '../markdown';
import { isMentioned } from '../mentions';
import type { Attachment, MessageEvent, Reaction } from '../protocol';
import { findMessage, type Pending, type RoomState } from '../state';
import { strings } from '../strings';
import { isAction } from '../slash';
import type { Row } from '../timeline';
import { attachments } from './attachments';
import { icons } from './icons';
import { hovers, messageTools } from './message-tools';
import { content, mentioning, type Names } from './message-content';

const QUOTE_LENGTH = 160;
/** An answer that takes no longer needs no word. */
const SLOW_MILLIS = 700;

/** What can be done with a message. */
export type Act =
  | { kind: 'react'; emoji: string; on: boolean }
  | { kind: 'pick-reaction' | 'reply' | 'edit' | 'more' | 'go-to-quoted' };

export interface MessageContext {
  state: RoomState;
  names: Names;
  now: number;
  /** The time zone that times are shown in. */
  zone: string;
  /** The one that Tab leads to, and the one whose actions are shown. */
  current: string;
  active: string;
  flashed: string;
  /** The keys of long messages that are shown as a whole. */
  unfolded: ReadonlySet<string>;
  unfold(key: string, on: boolean): void;
  act(message: MessageEvent, act: Act): void;
  /** A message that is quoted is not here yet. */
  missing(id: string): void;
  show(file: Attachment): void;
  retry(cid: string): void;
  edit(cid: string): void;
  discard(cid: string): void;
  sendHeld(): void;
}

type MessageRow = Extract<Row, { kind: 'message' }>;
type PendingRow = Extract<Row, { kind: 'pending' }>;

export function messageView(row: MessageRow, context: MessageContext): TemplateResult {
  const { event, own, first, last } = row;
  const action = isAction(event.text);
  const mentioned = !own && isMentioned(event.text, context.state.self?.name ?? '');
  const classes = {
    message: true,
    own,
    first,
    last,
    mentioned,
    action,
    gone: event.deleted ?? false,
    flashed: context.flashed === event.id,
    active: context.active === event.id,
  };
  const tools =
    context.active === event.id && !event.deleted ? messageTools(event, own, context) : nothing;
  return html`<article
    class=${classMap(classes)}
    id=${`m${event.seq}`}
    data-id=${event.id}
    tabindex=${context.current === event.id ? 0 : -1}
    aria-label=${summary(event, mentioned)}
  >
    ${own ? nothing : avatar(event, first && !event.deleted && !action)}
    <div class="bubble-place">
      ${authorLine(event, own, first && !event.deleted && !action)}
      ${event.deleted ? nothing : quote(event.replyTo, event, context)}
      <div class="bubble-line">
        <div class=${bubbleClass(event.text)}>
          ${
            event.deleted
              ? html`<span class="text">${strings.messageDeleted}</span>`
              : event.text
                ? folded(row.key, event.text, body(event.name, event.text, context.names), context)
                : nothing
          }${event.files ? attachments(event.files, context.show) : nothing}${last ? timeOf(event) : nothing}
        </div>
        ${last ? nothing : timeOf(event)} ${hovers() ? tools : nothing}
      </div>
      ${hovers() ? nothing : tools} ${event.reactions?.length ? reactions(event, context) : nothing}
    </div>
  </article>`;
}

/** Looks sent at once, as it mostly is; says what it waits for when it takes long. */
export function pendingView(row: PendingRow, context: MessageContext): TemplateResult {
  const { pending, first, last } = row;
  const failed = pending.state === 'failed';
  const name = context.state.self?.name ?? '';
  const held = pending.state === 'held';
  const fate = fateOf(pending, context.state, context.now);
  const waits = fate !== '' && !failed;
  return html`<article
    class=${classMap({ message: true, own: true, pending: true, waits, failed, first, last })}
    aria-label=${`${name}, ${plain(pending.text)}${fate ? `, ${fate}` : ''}`}
  >
    <div class="bubble-place">
      ${quote(pending.replyTo, undefined, context)}
      <div class="bubble-line">
        <div class=${bubbleClass(pending.text)}>
          ${
            pending.text
              ? folded(row.key, pending.text, body(name, pending.text, context.names), context)
              : nothing
          }${pending.files ? attachments(pending.files, () => undefined) : nothing}${
            fate
              ? html`<span class="fate">${waits ? icons.clock : nothing}${fate}</span>`
              : last && !held
                ? html`<time>${time(pending.at)}</time>`
                : nothing
          }
        </div>
      </div>
      ${failed ? failure(pending, context) : held ? question(pending, context) : nothing}
    </div>
  </article>`;
}

/** What becomes of a message, if it is worth a word. */
export function fateOf(pending: Pending, state: RoomState, now: number): string {
  switch (pending.state) {
    case 'failed':
      return strings.notSent;
    case 'held':
      return '';
    case 'sending':
      return now - pending.at < SLOW_MILLIS
        ? ''
        : state.connection === 'online'
          ? strings.sending
          : strings.waiting;
  }
}

/** Author, time, text, reactions, state: in the order in which it is read out. */
function summary(event: MessageEvent, mentioned: boolean): string {
  const parts = [event.name, time(event.at)];
  parts.push(event.deleted ? strings.messageDeleted : plain(event.text));
  parts.push(...(event.files ?? []).map((file) => file.name));
  parts.push(...(event.reactions ?? []).map((reaction) => reactionName(reaction, '')));
  if (event.edited) {
    parts.push(strings.edited);
  }
  if (mentioned) {
    parts.push(strings.mentionsYou);
  }
  return parts.filter(Boolean).join(', ');
}

function avatar(event: MessageEvent, shown: boolean): TemplateResult {
  return html`<span class="avatar hue-${hue(event.member)}" aria-hidden="true"
    >${shown ? initial(event.name) : ''}</span
  >`;
}

function authorLine(event: MessageEvent, own: boolean, shown: boolean): TemplateResult {
  return shown
    ? html`<span
        class=${own ? 'author visually-hidden' : `author hue-${hue(event.member)}`}
        dir="auto"
        >${event.name}</span
      >`
    : html`<span class="visually-hidden">${event.name}</span>`;
}

function body(name: string, text: string, names: Names): TemplateResult {
  return isAction(text)
    ? html`<span class="text" dir="auto"
        ><strong>${name}</strong> ${mentioning(text.slice(4).trim(), names)}</span
      >`
    : content(text, names);
}

/** A long text shows its beginning until somebody asks for more, or comes to a link further down. */
function folded(
  key: string,
  text: string,
  shown: TemplateResult,
  context: MessageContext,
): TemplateResult {
  if (!isLong(text)) {
    return shown;
  }
  const open = context.unfolded.has(key);
  const reached = (event: FocusEvent): void => {
    if ((event.target as Element).matches(':focus-visible')) {
      context.unfold(key, true);
    }
  };
  return html`<div class=${open ? 'fold open' : 'fold'} @focusin=${reached}>${shown}</div>
    <button
      class="link-button fold-button"
      type="button"
      aria-expanded=${open ? 'true' : 'false'}
      @click=${() => context.unfold(key, !open)}
    >
      ${open ? strings.foldText : strings.unfoldText}
    </button>`;
}

/** Within the last bubble of a group; beside the others, and shown when they are pointed at. */
function timeOf(event: MessageEvent): TemplateResult {
  return html`<time datetime=${new Date(event.at).toISOString()} title=${fullTime(event.at)}
    >${event.edited ? html`<span class="edited">${strings.edited}</span> ` : nothing}${time(event.at)}</time
  >`;
}

function quote(
  replyTo: string | undefined,
  event: MessageEvent | undefined,
  context: MessageContext,
): TemplateResult | typeof nothing {
  if (!replyTo) {
    return nothing;
  }
  const quoted = findMessage(context.state, replyTo);
  if (quoted === undefined) {
    context.missing(replyTo);
  }
  const there = quoted && !quoted.deleted;
  const text = there ? excerpt(quoted) : quoted === undefined ? '…' : strings.messageDeleted;
  return html`<button
    class="quote"
    type="button"
    ?disabled=${!there || !event}
    @click=${() => event && context.act(event, { kind: 'go-to-quoted' })}
  >
    <span class="visually-hidden">${strings.inReplyTo}</span>
    ${there ? html`<strong class="hue-${hue(quoted.member)}">${quoted.name}</strong>` : nothing}
    <span class="quote-text" dir="auto">${text}</span>
  </button>`;
}

/** The beginning of a message in one line. */
export function excerpt(message: MessageEvent): string {
  const text = plain(message.text) || (message.files ?? []).map((file) => file.name).join(', ');
  return text.length > QUOTE_LENGTH ? `${text.slice(0, QUOTE_LENGTH)}…` : text;
}

function reactions(event: MessageEvent, context: MessageContext): TemplateResult {
  const self = context.state.self?.id ?? '';
  return html`<div class="reactions" role="group" aria-label=${strings.reactions}>
    ${event.reactions!.map((reaction) => {
      const own = reaction.members.some(({ id }) => id === self);
      const act: Act = { kind: 'react', emoji: reaction.emoji, on: !own };
      const who = reactionName(reaction, self);
      return html`<button
        class="reaction"
        type="button"
        aria-pressed=${own ? 'true' : 'false'}
        aria-label=${who}
        data-tip=${who}
        @click=${() => context.act(event, act)}
      >
        <span aria-hidden="true">${reaction.emoji}</span>
        <span aria-hidden="true">${reaction.members.length}</span>
      </button>`;
    })}
    <button
      class="reaction add"
      type="button"
      aria-label=${strings.react}
      @click=${() => context.act(event, { kind: 'pick-reaction' })}
    >
      ${icons.smile}
    </button>
  </div>`;
}

/** "👍 3: Ana, Bo and 1 other". */
function reactionName(reaction: Reaction, self: string): string {
  const others = reaction.members.filter(({ id }) => id !== self).map(({ name }) => name);
  const all = others.length < reaction.members.length ? [...others, strings.you] : others;
  return `${reaction.emoji} ${reaction.members.length}: ${listed(all)}`;
}

function failure(pending: Pending, context: MessageContext): TemplateResult {
  const button = (label: string, click: () => void) =>
    html`<button class="link-button" type="button" @click=${click}>${label}</button>`;
  return html`<div class="failure" role="alert">
    <span>${pending.reason}</span>
    ${button(strings.retry, () => context.retry(pending.cid))}
    ${button(strings.edit, () => context.edit(pending.cid))}
    ${button(strings.discard, () => context.discard(pending.cid))}
  </div>`;
}

/** Whether what was written long ago is still meant. */
function question(pending: Pending, context: MessageContext): TemplateResult {
  return html`<div class="failure" role="status">
    <span>${strings.heldMessage}</span>
    <button class="link-button" type="button" @click=${context.sendHeld}>${strings.sendNow}</button>
    <button class="link-button" type="button" @click=${() => context.discard(pending.cid)}>
      ${strings.discard}
    </button>
  </div>`;
}

function bubbleClass(text: string): string {
  return isFewEmoji(text) ? 'bubble large' : 'bubble';
}
