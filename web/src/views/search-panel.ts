import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { day, time } from '../format';
import type { Hits } from '../history';
import { openDialog } from '../layers';
import type { MessageEvent } from '../protocol';
import type { RoomSession } from '../room-session';
import { matches, searchRequest } from '../search';
import { strings } from '../strings';
import { icons } from './icons';
import { excerpt } from './message';
import { Ticking } from './ticking';
import { closesOnEscape, View } from './view';

const PATIENCE_MILLIS = 250;
const EXCERPT_BEFORE = 60;

/** Looks for messages: the newest first, each between its neighbours; a click leads there. */
@customElement('snug-search-panel')
export class SearchPanel extends View {
  @property({ attribute: false }) session!: RoomSession;
  @state() private typed = '';
  @state() private hits: Hits | null = null;
  @state() private failed = false;
  @query('dialog') private dialog!: HTMLDialogElement;
  @query('input') private field!: HTMLInputElement;
  private readonly clock = new Ticking(this);
  private timer = 0;
  private round = 0;

  get isOpen(): boolean {
    return this.dialog?.open ?? false;
  }

  open(): void {
    openDialog(this.dialog);
    this.field.select();
  }

  protected override render() {
    return html`<dialog
      class="dialog search-panel"
      aria-label=${strings.search}
      @click=${(event: MouseEvent) => event.target === this.dialog && this.dialog.close()}
    >
      <search class="search-head">
        <input
          class="input"
          type="search"
          aria-label=${strings.search}
          placeholder=${strings.searchPlaceholder}
          autocomplete="off"
          spellcheck="false"
          .value=${this.typed}
          @input=${this.type}
          @keydown=${closesOnEscape}
        />
        <button
          class="icon-button"
          type="button"
          aria-label=${strings.close}
          @click=${() => this.dialog.close()}
        >
          ${icons.close}
        </button>
      </search>
      <p class="search-count" role="status">${this.count()}</p>
      <div class="search-hits">${this.results()}</div>
    </dialog>`;
  }

  private count() {
    if (this.failed) {
      return strings.errors['noAnswer'];
    }
    if (!this.hits) {
      return strings.searchHint;
    }
    const found = this.hits.events.length;
    return found === 0 ? strings.nothingFound : strings.found(found, this.hits.more);
  }

  private results() {
    if (!this.hits) {
      return nothing;
    }
    const { events, neighbours, more } = this.hits;
    return html`<ol class="hits">
        ${events.map((hit) => this.hit(hit, neighbours))}
      </ol>
      ${
        more
          ? html`<button class="button small" type="button" @click=${this.more}>
              ${strings.moreHits}
            </button>`
          : nothing
      }`;
  }

  private hit(hit: MessageEvent, neighbours: readonly MessageEvent[]) {
    const before = neighbours.findLast((event) => event.seq < hit.seq && hit.seq - event.seq < 5);
    const after = neighbours.find((event) => event.seq > hit.seq && event.seq - hit.seq < 5);
    return html`<li>
      <button class="hit" type="button" @click=${() => this.choose(hit)}>
        ${neighbour(before)}
        <span class="hit-line">
          <strong>${hit.name}</strong>
          <time datetime=${new Date(hit.at).toISOString()}
            >${day(hit.at, this.clock.now)}, ${time(hit.at)}</time
          >
        </span>
        <span class="hit-text" dir="auto">${this.marked(hit)}</span>
        ${neighbour(after)}
      </button>
    </li>`;
  }

  private marked(hit: MessageEvent): (TemplateResult | string)[] {
    const { query = '' } = searchRequest(this.typed, this.session.state.members.values()) ?? {};
    const text = hit.text || excerpt(hit);
    const found = matches(text, query);
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

  private type(): void {
    this.typed = this.field.value;
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.search(), PATIENCE_MILLIS);
  }

  private async search(): Promise<void> {
    const round = ++this.round;
    const request = searchRequest(this.typed, this.session.state.members.values());
    const hits = request ? await this.session.history.search(request) : null;
    if (round === this.round) {
      this.failed = hits === undefined;
      this.hits = hits ?? null;
    }
  }

  private async more(): Promise<void> {
    const request = searchRequest(this.typed, this.session.state.members.values());
    const before = this.hits?.before;
    const next = request && before ? await this.session.history.search(request, before) : undefined;
    if (next && this.hits) {
      this.hits = {
        events: [...this.hits.events, ...next.events],
        neighbours: [...this.hits.neighbours, ...next.neighbours].sort((a, b) => a.seq - b.seq),
        more: next.more,
        before: next.before,
      };
    }
  }

  private choose(hit: MessageEvent): void {
    this.dialog.close();
    this.dispatchEvent(new CustomEvent('snug-go-to', { detail: hit.id }));
  }
}

function neighbour(message: MessageEvent | undefined) {
  return message
    ? html`<span class="hit-neighbour" dir="auto">${message.name}: ${excerpt(message)}</span>`
    : nothing;
}
