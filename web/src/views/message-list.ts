import { html, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { guard } from 'lit/directives/guard.js';
import { repeat } from 'lit/directives/repeat.js';
import { announcementOf } from '../announcements';
import { dateOf, day, names, useZoneOfDevice } from '../format';
import type { Place } from '../history';
import type { Attachment, MessageEvent } from '../protocol';
import type { RoomSession } from '../room-session';
import { isSending, people, type RoomState } from '../state';
import { storage } from '../storage';
import { strings } from '../strings';
import { timeline, type Row } from '../timeline';
import { DrawnRows } from './drawn-rows';
import { FloatingDays } from './floating-days';
import { icons } from './icons';
import { LongPress } from './long-press';
import { fateOf, messageView, pendingView, type Act, type MessageContext } from './message';
import { actOfKey, neighbour } from './message-keys';
import { hovers, leaveOutWhatDoesNotFit } from './message-tools';
import { ScrollAnchor } from './scroll-anchor';
import { Swipe } from './swipe';
import { Ticking } from './ticking';
import { View } from './view';

const LOAD_PIXELS = 800;
/** After some frames a browser remembers how high a message is, also when it is not drawn. */
const MEASURED_MILLIS = 250;
const FLASH_MILLIS = 2000;

/** The messages: stays at the end if it was there, and where it was if not. */
@customElement('snug-message-list')
export class MessageList extends View {
  @property({ attribute: false }) state!: RoomState;
  @property({ attribute: false }) session!: RoomSession;
  /** Counts the frames; each draws some rows more, and `snug-more` asks for the next one. */
  @property({ attribute: false }) frame = 0;
  @state() private announcement = '';
  @state() private current = '';
  @state() private active = '';
  @state() private flashed = '';
  @state() private unfolded: ReadonlySet<string> = new Set();
  @query('.messages') private scroller!: HTMLElement;

  private anchor!: ScrollAnchor;
  private readonly drawn = new DrawnRows();
  private readonly days = new FloatingDays();
  private begun = false;
  private announcedHead = 0;
  private fate = '';
  private readonly clock = new Ticking(this, () => isSending(this.state));
  private measuring = 0;
  private readonly resize = new ResizeObserver(() => {
    this.anchor.settle();
    this.measuring ||= window.setTimeout(this.measured, MEASURED_MILLIS);
  });
  private readonly swipe = new Swipe(
    () => this.querySelector<HTMLElement>('.swipe-arrow')!,
    (article) => this.actOn(article, 'reply'),
  );
  private readonly longPress = new LongPress((element) => this.openSheet(element));

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('visibilitychange', this.look);
    window.addEventListener('beforeprint', this.drawForPrint);
    window.addEventListener('focus', this.look);
    window.addEventListener('blur', this.look);
  }

  override disconnectedCallback(): void {
    this.session.look(false, this.anchor.atEnd);
    window.clearTimeout(this.measuring);
    document.removeEventListener('visibilitychange', this.look);
    window.removeEventListener('beforeprint', this.drawForPrint);
    window.removeEventListener('focus', this.look);
    window.removeEventListener('blur', this.look);
    this.resize.disconnect();
    super.disconnectedCallback();
  }

  /** Shows the last message. */
  async goToEnd(): Promise<void> {
    if (this.state.newer) {
      await this.session.history.goToPresent();
      this.state = this.session.state;
      this.drawn.startAtEnd();
    }
    this.anchor.stick();
    await this.updateComplete;
    this.anchor.settle();
  }

  /** Shows a message and marks it for a moment; answers whether it is there. */
  async goTo(place: Place): Promise<boolean> {
    await this.drawAll();
    if (!this.find(place)) {
      this.anchor.release();
      await this.session.history.goTo(place);
      this.state = this.session.state;
      await this.drawAll();
    }
    const element = this.find(place) ?? ('at' in place ? this.firstAt(place.at) : null);
    if (element) {
      this.anchor.show(element);
      this.flashed = element.dataset['id'] ?? '';
      this.current = this.flashed;
      this.unfoldMessage(this.flashed);
      window.setTimeout(() => (this.flashed = ''), FLASH_MILLIS);
      this.scrolled();
    }
    return element !== null;
  }

  /** Paper has no next frame. */
  private readonly drawForPrint = (): void => {
    this.drawn.drawAll();
    this.requestUpdate('drawn');
    this.performUpdate();
    this.querySelectorAll('img').forEach((image) => (image.loading = 'eager'));
  };

  private async drawAll(): Promise<void> {
    this.drawn.drawAll();
    this.requestUpdate('drawn');
    await this.updateComplete;
  }

  /** What is shown of a message: there its menus open. */
  bubbleOf(id: string): Element {
    return this.elementOf(id)?.querySelector('.bubble') ?? this.scroller;
  }

  /** Puts the focus on the message that Tab leads to. */
  focusMessages(): void {
    const entry = this.querySelector<HTMLElement>('article[tabindex="0"]');
    (this.elementOf(this.current) ?? entry ?? this.scroller).focus();
  }

  protected override firstUpdated(): void {
    const rows = this.querySelector<HTMLElement>('.messages-inner')!;
    this.anchor = new ScrollAnchor(this.scroller, rows);
    this.anchor.endIsHere = !this.state.newer;
    this.announcedHead = this.state.head;
    this.resize.observe(this.scroller);
    this.resize.observe(rows);
  }

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (this.hasUpdated && changesRows(changed)) {
      this.anchor.endIsHere = !this.state.newer;
      this.anchor.remember();
      this.announce();
    }
    this.announceFate();
    if (this.hasUpdated && changed.has('frame')) {
      this.drawn.nextFrame();
    }
  }

  protected override updated(changed: Map<string, unknown>): void {
    if (changesRows(changed)) {
      this.begin();
      this.anchor.settle();
      this.days.placed(this.scroller);
      this.look();
      this.loadAtEdges();
    }
    if (changed.has('active')) {
      leaveOutWhatDoesNotFit(this.querySelector('.message-tools'));
    }
    if (this.drawn.above || this.drawn.below) {
      this.dispatchEvent(new CustomEvent('snug-more'));
    }
  }

  /** Where the first messages are drawn, at what is new among them. */
  private begin(): void {
    if (!this.begun && this.querySelector('.message')) {
      this.begun = true;
      this.anchor.settle();
      this.anchor.moved();
      const divider = this.querySelector('.divider');
      if (divider) {
        this.anchor.show(divider);
      }
    }
  }

  protected override render() {
    const rows = this.drawn.of(timeline(this.state));
    const said = rows.some((row) => row.kind === 'message' || row.kind === 'pending');
    const context = this.context(rows);
    return html`<div class="messages-place">
      <div
        class="messages"
        role="log"
        aria-label=${strings.messages}
        aria-live="off"
        tabindex="0"
        @scroll=${this.scrolled}
        @keydown=${this.pressed}
        @pointerover=${this.pointed}
        @pointermove=${this.pointed}
        @pointerleave=${this.pointerLeft}
        @pointerdown=${this.swipe.down}
        @pointerup=${this.swipe.up}
        @pointercancel=${this.swipe.cancel}
        @click=${this.tapped}
        @focusin=${this.focused}
        @focusout=${this.focusLeft}
        @touchstart=${this.longPress.start}
        @touchmove=${this.longPress.move}
        @touchend=${this.longPress.cancel}
        @touchcancel=${this.longPress.cancel}
        @contextmenu=${this.longPress.menu}
      >
        <div class=${said || this.state.more ? 'messages-inner' : 'messages-inner empty'}>
          ${this.state.more ? html`<p class="print-note">${strings.printEarlier}</p>` : nothing}
          ${this.top(said)}
          ${repeat(
            rows,
            (row) => row.key,
            (row) => this.row(row, context),
          )}
          ${this.state.newer ? html`<p class="list-note">${strings.loadingNewer}</p>` : nothing}
        </div>
      </div>
      <span class="swipe-arrow" aria-hidden="true">${icons.reply}</span>
      ${this.pill()}
      <p class="visually-hidden" aria-live="polite">${this.announcement}</p>
    </div>`;
  }

  private top(said: boolean) {
    if (this.state.loading === 'older' || this.state.more || this.drawn.above) {
      return html`<p class="list-note">
        ${this.state.loading === 'older' ? strings.loadingOlder : nothing}
      </p>`;
    }
    if (said) {
      return html`<p class="list-note">${strings.historyStart}</p>`;
    }
    const alone = this.state.memberCount < 2;
    return html`<div class="quiet">
      <h2>${strings.emptyTitle}</h2>
      <p>${alone ? strings.emptyAlone : strings.emptyTogether}</p>
      ${
        alone
          ? html`<p class="big-code" aria-hidden="true">${this.state.room?.code}</p>
              <button
                class="button small"
                type="button"
                @click=${() => this.dispatchEvent(new CustomEvent('snug-share'))}
              >
                ${strings.shareLink}
              </button>`
          : nothing
      }
    </div>`;
  }

  private pill() {
    const { unread, mentions, newer, atEnd } = this.state;
    if (atEnd && !newer) {
      return nothing;
    }
    const label =
      mentions > 0
        ? strings.newMentions(mentions)
        : unread > 0
          ? strings.newMessages(unread)
          : strings.jumpToPresent;
    return html`<button
      class=${unread > 0 ? 'new-pill' : 'new-pill quiet-pill'}
      type="button"
      @click=${this.goToEnd}
    >
      ${label} ${icons.down}
    </button>`;
  }

  private row(row: Row, context: MessageContext) {
    switch (row.kind) {
      case 'day':
        return html`<h2 class="day">
          <button type="button" title=${strings.jumpToDate} @click=${this.pickDate}>
            ${day(row.at, this.clock.now)}
          </button>
          <input
            type="date"
            tabindex="-1"
            aria-label=${strings.jumpToDate}
            @change=${this.datePicked}
          />
        </h2>`;
      case 'divider':
        return html`<p class="divider"><span>${strings.newDivider}</span></p>`;
      case 'from-file':
        return html`<p class="notice from-file">${strings.fromFile}</p>`;
      case 'seen':
        return storage.tellsRead()
          ? html`<p class="seen">
              ${row.all ? strings.seenByAll : strings.seenBy(names(row.names))}
            </p>`
          : nothing;
      case 'presence':
        if (!storage.showsPresence()) {
          return nothing;
        }
        return html`<p class="notice">
          ${
            row.notice.kind === 'joined'
              ? strings.joined(names(row.notice.names))
              : strings.leftRoom(names(row.notice.names))
          }
        </p>`;
      case 'renamed':
        return html`<p class="notice">${strings.renamed(row.before, row.event.name)}</p>`;
      case 'pinned':
        return html`<p class="notice">
          ${strings.pinnedBy(row.event.name)}
          <button
            class="link-button"
            type="button"
            @click=${() => this.goTo({ around: row.event.target })}
          >
            ${strings.show}
          </button>
        </p>`;
      case 'message':
        return this.message(row, context);
      case 'pending':
        return pendingView(row, context);
    }
  }

  /** Drawn again only when something of it has changed. */
  private message(row: Extract<Row, { kind: 'message' }>, context: MessageContext) {
    const { id, replyTo } = row.event;
    const quoted = replyTo
      ? (this.state.quoted.get(replyTo) ??
        this.state.events.find((event) => event.id === replyTo && event.type === 'message') ??
        null)
      : null;
    const parts = [
      row.event,
      row.own,
      row.first,
      row.last,
      context.current === id,
      context.active === id,
      context.flashed === id,
      context.unfolded.has(row.key),
      context.names.own,
      context.names.all.length,
      context.zone,
      quoted,
    ];
    return html`${guard(parts, () => messageView(row, context))}`;
  }

  private context(rows: readonly Row[]): MessageContext {
    const { self } = this.state;
    const all = [...people(this.state).values()];
    const there = rows.some((row) => row.kind === 'message' && row.event.id === this.current);
    const last = rows.findLast((row) => row.kind === 'message');
    const fallback = last?.kind === 'message' ? last.event.id : '';
    return {
      state: this.state,
      names: { all, own: self?.name ?? '' },
      now: this.clock.now,
      zone: useZoneOfDevice(),
      current: there ? this.current : fallback,
      active: this.active,
      flashed: this.flashed,
      unfolded: this.unfolded,
      unfold: (key, on) => void this.unfold(key, on),
      act: (message, act) => this.act(message, act),
      missing: (id) => void this.session.history.fetch(id),
      show: (file) => this.showPicture(file),
      retry: (cid) => this.session.retry(cid),
      edit: (cid) => this.dispatchEvent(new CustomEvent('snug-edit-failed', { detail: cid })),
      discard: (cid) => this.session.discard(cid),
      sendHeld: () => this.session.sendHeld(),
    };
  }

  /** Grows downwards: what is read stays where it is, also at the end. Folded, its beginning comes into sight. */
  private async unfold(key: string, on: boolean): Promise<void> {
    const others = [...this.unfolded].filter((one) => one !== key);
    this.anchor.release();
    this.unfolded = new Set(on ? [...others, key] : others);
    await this.updateComplete;
    const row = timeline(this.state).find((one) => one.key === key);
    if (!on && row?.kind === 'message') {
      this.elementOf(row.event.id)?.scrollIntoView({ block: 'nearest' });
    }
    this.anchor.moved();
  }

  /** Who is led to a message wants to see what was found in it. */
  private unfoldMessage(id: string): void {
    const row = timeline(this.state).find((one) => one.kind === 'message' && one.event.id === id);
    if (row) {
      this.unfolded = new Set([...this.unfolded, row.key]);
    }
  }

  private act(message: MessageEvent, act: Act): void {
    if (!hovers()) {
      this.active = '';
    }
    if (act.kind === 'react') {
      void this.session.react(message.id, act.emoji, act.on);
    } else if (act.kind === 'go-to-quoted') {
      void this.goTo({ around: message.replyTo! });
    } else {
      this.dispatchEvent(new CustomEvent('snug-act', { detail: { message, kind: act.kind } }));
    }
  }

  /** All pictures of the window, in their order. */
  private showPicture(file: Attachment): void {
    const pictures = this.state.events.flatMap((event) =>
      event.type === 'message' ? (event.files ?? []).filter((one) => one.width) : [],
    );
    const index = pictures.findIndex((one) => one.id === file.id);
    this.dispatchEvent(new CustomEvent('snug-picture', { detail: { pictures, index } }));
  }

  /** Enter shows what can be done, Ctrl C copies, Delete; arrows, Home and End move. */
  private pressed(event: KeyboardEvent): void {
    const article = (event.target as Element).closest<HTMLElement>('article[data-id]');
    const next = article && event.target === article ? neighbour(article, event.key) : null;
    if (next) {
      event.preventDefault();
      next.focus();
      return;
    }
    if (event.key === 'End' && event.target === this.scroller) {
      event.preventDefault();
      this.goToEnd();
    }
    const message = article && event.target === article ? this.messageOf(article) : undefined;
    const kind = message && actOfKey(event);
    if (message && kind) {
      event.preventDefault();
      this.dispatchEvent(new CustomEvent('snug-act', { detail: { message, kind } }));
    }
  }

  /** Also when it is the list that has moved, below a pointer that rests. */
  private pointed(event: PointerEvent): void {
    if (event.pointerType === 'touch') {
      this.swipe.move(event);
    } else {
      this.active = this.idAt(event.target) ?? '';
    }
  }

  /** A message that the keyboard has led to keeps its actions. */
  private pointerLeft(event: PointerEvent): void {
    if (event.pointerType !== 'touch') {
      const focused = this.querySelector('article:focus-visible');
      this.active = this.idAt(focused) ?? '';
    }
  }

  /** A finger that taps shows what can be done with a message, or puts it away. */
  private async tapped(event: MouseEvent): Promise<void> {
    const target = event.target as Element;
    const finger = (event as PointerEvent).pointerType === 'touch' || !hovers();
    const taken = target.closest('a, button, input, audio, video, .message-tools') !== null;
    if (finger && !taken && window.getSelection()?.isCollapsed !== false) {
      const id = this.idAt(target) ?? '';
      this.active = this.active === id ? '' : id;
      await this.updateComplete;
      this.querySelector('.message-tools')?.scrollIntoView({ block: 'nearest' });
    }
  }

  /** What the keyboard has shown goes with it, but for what opens above it and gives it back. */
  private focusLeft(event: FocusEvent): void {
    const to = event.relatedTarget as Element | null;
    const stays = !to || this.scroller.contains(to) || to.closest('dialog') !== null;
    if (!stays && hovers()) {
      this.active = this.idAt(this.querySelector('article:hover')) ?? '';
    }
  }

  /** The keyboard shows what can be done; where a pointer put the focus, that is seen already. */
  private focused(event: FocusEvent): void {
    const id = this.idAt(event.target);
    if (id) {
      this.current = id;
      if ((event.target as Element).matches(':focus-visible')) {
        this.active = id;
      }
    }
  }

  private openSheet(element: Element): boolean {
    const article = element.closest<HTMLElement>('article[data-id]');
    return article ? this.actOn(article, 'more') : false;
  }

  private actOn(article: HTMLElement, kind: 'more' | 'reply'): boolean {
    const message = this.messageOf(article);
    if (message && !message.deleted) {
      this.dispatchEvent(new CustomEvent('snug-act', { detail: { message, kind } }));
    }
    return message !== undefined && !message.deleted;
  }

  private idAt(target: EventTarget | null): string | undefined {
    return (target as Element | null)?.closest<HTMLElement>('article[data-id]')?.dataset['id'];
  }

  private messageOf(article: HTMLElement): MessageEvent | undefined {
    const found = this.state.events.find((event) => event.id === article.dataset['id']);
    return found?.type === 'message' ? found : undefined;
  }

  private elementOf(id: string): HTMLElement | null {
    return id ? this.querySelector(`article[data-id="${id}"]`) : null;
  }

  private find(place: Place): HTMLElement | null {
    if ('around' in place) {
      return this.elementOf(place.around);
    }
    return 'seq' in place ? this.querySelector(`#m${place.seq}`) : null;
  }

  private firstAt(at: number): HTMLElement | null {
    const found = this.state.events.find((event) => event.type === 'message' && event.at >= at);
    const last = this.state.events.findLast((event) => event.type === 'message');
    return this.elementOf((found ?? last)?.id ?? '');
  }

  private readonly scrolled = (): void => {
    this.anchor.moved();
    this.days.scrolled(this.scroller, this.anchor.atEnd);
    this.loadAtEdges();
    this.look();
  };

  /** Those out of sight; in sight, where nothing is gained, a browser takes it for a movement. */
  private readonly measured = (): void => {
    this.measuring = 0;
    const sight = this.scroller.getBoundingClientRect();
    const outOfSight = [...this.querySelectorAll('.message:not(.measured)')].filter((message) => {
      const { top, bottom } = message.getBoundingClientRect();
      return bottom < sight.top || top > sight.bottom;
    });
    outOfSight.forEach((message) => message.classList.add('measured'));
  };

  private loadAtEdges(): void {
    if (this.state !== this.session.state) {
      return; // what has come will be drawn, and then it is asked again
    }
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    if (scrollTop < LOAD_PIXELS && !this.drawn.above) {
      void this.session.history.loadOlder();
    }
    if (scrollHeight - scrollTop - clientHeight < LOAD_PIXELS && !this.drawn.below) {
      void this.session.history.loadNewer();
    }
  }

  /** Read is what is in sight while the window is in front; before messages are drawn, nothing is. */
  private readonly look = (): void => {
    const drawn = this.begun || !timeline(this.state).some((row) => row.kind === 'message');
    if (this.hasUpdated && drawn) {
      const looking = document.hasFocus() && document.visibilityState === 'visible';
      this.session.look(looking, this.anchor.atEnd);
    }
  };

  private pickDate(event: Event): void {
    const input = (event.currentTarget as Element).nextElementSibling as HTMLInputElement;
    input.max = dateOf(this.clock.now);
    input.showPicker();
  }

  private datePicked(event: Event): void {
    const date = (event.target as HTMLInputElement).valueAsDate;
    if (date) {
      const at = new Date(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()).getTime();
      void this.goTo({ at });
    }
  }

  private announce(): void {
    const said = announcementOf(this.state, this.announcedHead);
    this.announcedHead = this.state.head;
    if (said) {
      this.announcement = said;
    }
  }

  /** What takes long is told once, and once that it is over. */
  private announceFate(): void {
    const { pending } = this.state;
    const [fate = ''] = pending
      .filter(({ state }) => state === 'sending')
      .map((message) => fateOf(message, this.state, this.clock.now))
      .filter(Boolean);
    if (fate !== this.fate) {
      this.announcement = fate || (pending.length === 0 ? strings.sent : '');
      this.fate = fate;
    }
  }
}

function changesRows(changed: Map<string, unknown>): boolean {
  return changed.has('state') || changed.has('frame') || changed.has('drawn');
}
