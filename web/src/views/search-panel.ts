import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { dateOf } from '../format';
import type { Hits } from '../history';
import { closeLayer, openLayer } from '../layers';
import type { RoomSession } from '../room-session';
import { searchRequest, type SearchRequest } from '../search';
import { filterIn, withFilter, type Filter } from '../search-filters';
import { strings } from '../strings';
import { icons } from './icons';
import { hitView } from './search-hit';
import { Ticking } from './ticking';
import { View } from './view';

const PATIENCE_MILLIS = 250;
/** There it stands in place of the talk, and makes way for what was found. */
const NARROW = window.matchMedia('(max-width: 899px)');

/**
 * Looks for messages, the newest first, beside the talk: who goes to one keeps the others. Where there is no room
 * for both, what was found makes way for the message, and a bar above leads back and on.
 */
@customElement('snug-search-panel')
export class SearchPanel extends View {
  @property({ attribute: false }) session!: RoomSession;
  @property({ type: Boolean, reflect: true }) shown = false;
  /** Whether it has made way for a message. */
  @property({ type: Boolean, reflect: true }) away = false;
  @state() private typed = '';
  @state() private hits: Hits | null = null;
  @state() private failed = false;
  @state() private current = -1;
  @query('input[type=search]') private field!: HTMLInputElement;
  private readonly clock = new Ticking(this);
  private timer = 0;
  private round = 0;
  private opener: HTMLElement | null = null;

  async open(): Promise<void> {
    if (!this.shown) {
      this.opener = document.activeElement as HTMLElement | null;
      this.shown = true;
      openLayer(() => void this.closed());
    } else if (this.away) {
      closeLayer();
    }
    await this.updateComplete;
    this.field.select();
  }

  /** Goes to the next that was found, or to the one before; round at the end. */
  async step(by: number): Promise<void> {
    if (this.hits && this.current + by >= this.hits.events.length && this.hits.more) {
      await this.more();
    }
    const count = this.hits?.events.length ?? 0;
    if (count > 0) {
      await this.go(this.current < 0 && by < 0 ? count - 1 : (this.current + by + count) % count);
    }
  }

  /** What was looked for in one room is not found in another. */
  protected override willUpdate(changed: Map<string, unknown>): void {
    if (changed.get('session')) {
      this.typed = '';
      this.hits = null;
      this.current = -1;
    }
  }

  protected override render() {
    if (!this.shown) {
      return nothing;
    }
    return this.away
      ? this.bar()
      : html`<section class="search-panel" aria-label=${strings.search} @keydown=${this.pressed}>
          <search class="search-head">
            <input
              class="input"
              type="search"
              aria-label=${strings.search}
              placeholder=${strings.searchPlaceholder}
              autocomplete="off"
              spellcheck="false"
              enterkeyhint="search"
              .value=${this.typed}
              @input=${this.type}
            />
            ${this.button(strings.close, icons.close, closeLayer)}
          </search>
          ${this.filters()}
          <p class="search-count" role="status">${this.count()}</p>
          <div class="search-hits">${this.results()}</div>
          <p class="search-keys" aria-hidden="true">
            ${strings.searchKeys.map(([key, does]) => html`<span><kbd>${key}</kbd> ${does}</span>`)}
          </p>
        </section>`;
  }

  /** Above a message that was gone to: back to the others, and on to the next. */
  private bar() {
    const count = this.hits?.events.length ?? 0;
    return html`<search class="search-bar" aria-label=${strings.search}>
      <button class="button small search-back" type="button" @click=${closeLayer}>
        ${icons.next} ${strings.searchResults}
      </button>
      <span class="search-place" role="status">${strings.hitOf(this.current + 1, count)}</span>
      ${this.button(strings.previousHit, icons.up, () => void this.step(-1))}
      ${this.button(strings.nextHit, icons.down, () => void this.step(1))}
    </search>`;
  }

  private button(label: string, icon: TemplateResult, click: () => unknown) {
    return html`<button
      class="icon-button"
      type="button"
      aria-label=${label}
      title=${label}
      @click=${click}
    >
      ${icon}
    </button>`;
  }

  private filters() {
    const from = filterIn(this.typed, 'from');
    const before = filterIn(this.typed, 'before');
    const members = [...this.session.state.members.values()].map(({ name }) => name).sort();
    const kind = (value: string, label: string) => {
      const on = filterIn(this.typed, 'has').toLowerCase() === value;
      return html`<button
        class="chip"
        type="button"
        aria-pressed=${on ? 'true' : 'false'}
        @click=${() => this.narrow('has', on ? '' : value)}
      >
        ${label}
      </button>`;
    };
    return html`<div class="search-filters" role="group" aria-label=${strings.filters}>
      <select
        class=${from ? 'chip on' : 'chip'}
        aria-label=${strings.filterFrom}
        @change=${(event: Event) => this.narrow('from', (event.target as HTMLSelectElement).value)}
      >
        <option value="" ?selected=${!from}>${strings.filterFrom}</option>
        ${members.map(
          (name) =>
            html`<option value=${name} ?selected=${name.toLowerCase() === from.toLowerCase()}>
              ${name}
            </option>`,
        )}
      </select>
      ${kind('image', strings.filterImage)} ${kind('file', strings.filterFile)}
      ${kind('link', strings.filterLink)}
      <span class="chip-date">
        <button
          class="chip"
          type="button"
          aria-pressed=${before ? 'true' : 'false'}
          @click=${(event: Event) => this.pickDay(event, before)}
        >
          ${before ? `${strings.filterBefore} ${before}` : strings.filterBefore}
        </button>
        <input
          type="date"
          tabindex="-1"
          aria-label=${strings.filterBefore}
          @change=${(event: Event) =>
            this.narrow('before', (event.target as HTMLInputElement).value)}
        />
      </span>
    </div>`;
  }

  private pickDay(event: Event, before: string): void {
    const input = (event.currentTarget as Element).nextElementSibling as HTMLInputElement;
    if (before) {
      input.value = '';
      this.narrow('before', '');
    } else {
      input.max = dateOf(this.clock.now);
      input.showPicker();
    }
  }

  private narrow(filter: Filter, value: string): void {
    this.typed = withFilter(this.typed, filter, value);
    this.field.value = this.typed;
    void this.search();
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
    const around = [...neighbours, ...events].sort((a, b) => a.seq - b.seq);
    const { query = '' } = this.request() ?? {};
    return html`<ol class="hits">
        ${events.map(
          (hit, index) =>
            html`<li>
              <button
                class="hit"
                type="button"
                aria-current=${index === this.current ? 'true' : nothing}
                @click=${() => void this.go(index)}
              >
                ${hitView(hit, around, query, this.clock.now)}
              </button>
            </li>`,
        )}
      </ol>
      ${
        more
          ? html`<button class="button small" type="button" @click=${this.more}>
              ${strings.moreHits}
            </button>`
          : nothing
      }`;
  }

  /** Arrows lead from the field to what was found and among it, Enter goes there. */
  private pressed(event: KeyboardEvent): void {
    const hits = [...this.querySelectorAll<HTMLElement>('.hit')];
    const at = hits.indexOf(document.activeElement as HTMLElement);
    const inField = event.target === this.field;
    const steps: Record<string, HTMLElement | undefined> = inField
      ? { ArrowDown: hits[Math.max(this.current, 0)] }
      : at >= 0
        ? {
            ArrowDown: hits[at + 1],
            ArrowUp: hits[at - 1] ?? this.field,
            Home: hits[0],
            End: hits.at(-1),
          }
        : {};
    if (event.isComposing) {
      return;
    }
    if (steps[event.key]) {
      event.preventDefault();
      steps[event.key]!.focus();
    } else if (inField && event.key === 'Enter') {
      event.preventDefault();
      void this.step(event.shiftKey ? -1 : 1);
    } else if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      closeLayer();
    }
  }

  private async go(index: number): Promise<void> {
    const hit = this.hits?.events[index];
    if (!hit) {
      return;
    }
    this.current = index;
    if (NARROW.matches && !this.away) {
      this.away = true;
      openLayer(() => void this.comeBack());
    }
    await this.updateComplete;
    this.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' });
    this.dispatchEvent(new CustomEvent('snug-go-to', { detail: hit.id }));
  }

  /** To the one that was gone to. */
  private async comeBack(): Promise<void> {
    this.away = false;
    await this.updateComplete;
    this.querySelector<HTMLElement>('[aria-current]')?.focus();
  }

  /** Whoever was in here is where they were before. */
  private async closed(): Promise<void> {
    const held = this.contains(document.activeElement);
    this.shown = false;
    await this.updateComplete;
    if (held && this.opener?.isConnected) {
      this.opener.focus();
    }
  }

  private request(): SearchRequest | null {
    return searchRequest(this.typed, this.session.state.members.values());
  }

  private type(): void {
    this.typed = this.field.value;
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.search(), PATIENCE_MILLIS);
  }

  private async search(): Promise<void> {
    const round = ++this.round;
    const request = this.request();
    const hits = request ? await this.session.history.search(request) : null;
    if (round === this.round) {
      this.failed = hits === undefined;
      this.hits = hits ?? null;
      this.current = -1;
    }
  }

  private async more(): Promise<void> {
    const request = this.request();
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
}
