import { html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import { showUnread } from '../attention';
import { codeOf, lettersMeant, lettersOf } from '../code';
import { baseUrl, Connection } from '../connection';
import { goTo, listenToHistory } from '../layers';
import { EntranceRefused, isOver, RoomSession } from '../room-session';
import { offerOf, type SeatOffer } from '../seat-link';
import { storage, type Seat } from '../storage';
import { strings } from '../strings';
import { EachFrame } from './each-frame';
import './room-page';
import type { RoomPage } from './room-page';
import { mark } from './icons';
import './start-page';
import type { Way } from './start-page';
import { View } from './view';

/** Shows the start page or a room, by the address. Rooms that were entered stay open behind it. */
@customElement('snug-app')
export class App extends View {
  private readonly connection = new Connection();
  private readonly open = new Map<string, RoomSession>();
  @state() private session: RoomSession | null = null;
  @state() private returning = false;
  @state() private code = codeOf(location.pathname);
  /** A seat that a link shows, which nobody has said yes to. */
  @state() private offer: SeatOffer | null = null;
  @state() private failure = '';

  /** What is unread in all rooms of this tab stands on it, whichever is shown. */
  private readonly tabTitle = new EachFrame(() => {
    const room = this.session?.state.room;
    const unread = [...this.open.values()]
      .filter(({ state }) => !state.ended)
      .map(({ state }) => [state.room!.id, state.unread] as const);
    showUnread(room ? `${room.title || room.code} — ${strings.appName}` : strings.appName, unread);
  });

  override connectedCallback(): void {
    super.connectedCallback();
    listenToHistory();
    window.addEventListener('popstate', this.follow);
    navigator.serviceWorker?.addEventListener('message', this.called);
    this.arrive();
  }

  override disconnectedCallback(): void {
    window.removeEventListener('popstate', this.follow);
    navigator.serviceWorker?.removeEventListener('message', this.called);
    super.disconnectedCallback();
  }

  protected override render() {
    if (this.session) {
      // a page of its own for each room: nothing that was begun in one goes on in another
      return keyed(
        this.session,
        html`<snug-room-page
          .session=${this.session}
          .rooms=${[...this.open.values()]}
          @snug-start=${() => this.go('')}
          @snug-room=${(event: CustomEvent<string>) => this.go(event.detail)}
        ></snug-room-page>`,
      );
    }
    if (this.returning) {
      return nothing;
    }
    if (this.offer) {
      return this.question(this.offer);
    }
    return html`<snug-start-page
      .connection=${this.connection}
      .rooms=${[...this.open.values()]}
      .way=${this.way()}
      .code=${this.code || lettersMeant(location.pathname)}
      .failure=${this.failure}
      @snug-entered=${(event: CustomEvent<RoomSession>) => this.join(event.detail)}
      @snug-lost=${(event: CustomEvent<string>) => (this.failure = event.detail)}
      @snug-return=${(event: CustomEvent<string>) => this.go(event.detail)}
      @snug-forget=${(event: CustomEvent<string>) => this.forget(event.detail)}
    ></snug-start-page>`;
  }

  private way(): Way {
    if (this.code && !this.failure) {
      return 'link';
    }
    return location.pathname === baseUrl.pathname ? 'start' : 'lost';
  }

  /** Who came in by typing goes on typing; a keyboard comes for nobody else. */
  private join(session: RoomSession): void {
    const types = document.activeElement instanceof HTMLInputElement;
    this.show(session);
    if (types) {
      void this.updateComplete.then(() => this.querySelector<RoomPage>('snug-room-page')!.write());
    }
  }

  private readonly follow = (): void => {
    this.session = null;
    this.failure = '';
    this.code = codeOf(location.pathname);
    this.requestUpdate(); // the address has changed, whether or not its code has
    for (const [room, session] of this.open) {
      if (session.state.ended) {
        this.forget(room);
      }
    }
    this.arrive();
    this.tabTitle.request();
  };

  /**
   * A link may bring a seat, and may come from anybody: it is looked at, taken out of the address, and
   * nothing more. A seat that this browser holds is better than any other.
   */
  private arrive(): void {
    const offer = offerOf(location.pathname, location.hash);
    if (location.hash.startsWith('#seat')) {
      history.replaceState(history.state, '', location.pathname + location.search);
    }
    const held =
      offer && storage.seats().some(({ code, room }) => code === offer.code || room === offer.room);
    this.offer = held ? null : offer;
    if (!this.offer) {
      void this.returnToSeat();
    }
  }

  private question(offer: SeatOffer) {
    return html`<main class="ended">
      ${mark}
      <h1>${strings.seatOffer(offer.code)}</h1>
      <p class="seat-offer">${strings.seatOfferText}</p>
      <div class="seat-answers">
        <button class="button primary" type="button" @click=${() => void this.accept(offer)}>
          ${strings.seatOfferYes}
        </button>
        <button class="button" type="button" @click=${this.decline}>${strings.seatOfferNo}</button>
      </div>
    </main>`;
  }

  private async accept(offer: SeatOffer): Promise<void> {
    this.offer = null;
    await this.enter(RoomSession.take(this.connection, offer));
  }

  private readonly decline = (): void => {
    this.offer = null;
    void this.returnToSeat();
  };

  /** A notice was clicked: its room comes to the front. */
  private readonly called = (event: MessageEvent<{ show?: string }>): void => {
    const code = lettersOf(event.data.show ?? '');
    if (code && code !== this.session?.state.room?.code) {
      this.go(code);
    }
  };

  /** Goes to a room's address, or to the start page. */
  private go(code: string): void {
    void goTo(code ? `${baseUrl.pathname}r/${code}` : baseUrl.pathname).then(this.follow);
  }

  private show(session: RoomSession): void {
    const { id, code } = session.state.room!;
    if (codeOf(location.pathname) !== code) {
      void goTo(`${baseUrl.pathname}r/${code}`);
    }
    this.failure = '';
    if (!this.open.has(id)) {
      session.onChange(this.tabTitle.request);
    }
    this.open.set(id, session);
    this.session = session;
    this.tabTitle.request();
  }

  private forget(room: string): void {
    this.open.get(room)?.dispose();
    this.open.delete(room);
    this.tabTitle.request();
  }

  /** A browser that holds a seat re-enters without asking. */
  private async returnToSeat(): Promise<void> {
    const seat = storage.seat(this.code);
    if (!seat) {
      return;
    }
    const open = this.open.get(seat.room);
    if (open) {
      this.show(open);
      return;
    }
    await this.enter(RoomSession.return(this.connection, seat), seat);
  }

  /** A seat is forgotten when it is held, and opens nothing any more: never because of a link. */
  private async enter(entering: Promise<RoomSession>, held?: Seat): Promise<void> {
    this.returning = true;
    try {
      this.show(await entering);
    } catch (failure) {
      if (!(failure instanceof EntranceRefused)) {
        throw failure;
      }
      if (held && isOver(failure.code)) {
        storage.forgetSeat(held.room);
      }
      this.failure = failure.code === 'gone' ? strings.ended['gone']![0] : failure.message;
    } finally {
      this.returning = false;
    }
  }
}
