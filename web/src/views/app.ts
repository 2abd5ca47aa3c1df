import { html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { CODE_LENGTH, lettersOf } from '../code';
import { baseUrl, Connection } from '../connection';
import { EntranceRefused, RoomSession } from '../room-session';
import { storage, type Seat } from '../storage';
import { strings } from '../strings';
import './room-page';
import './start-page';
import { View } from './view';

const SEAT = /^#seat=([A-Za-z0-9_-]{22})\.([A-Za-z0-9_-]{43})$/;

/** Shows the start page or a room, by the address. Rooms that were entered stay open behind it. */
@customElement('snug-app')
export class App extends View {
  private readonly connection = new Connection();
  private readonly open = new Map<string, RoomSession>();
  @state() private session: RoomSession | null = null;
  @state() private returning = false;
  @state() private code = codeOfAddress();
  @state() private failure = '';

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('popstate', this.follow);
    navigator.serviceWorker?.addEventListener('message', this.called);
    takeSeatOfAddress();
    void this.returnToSeat();
  }

  override disconnectedCallback(): void {
    window.removeEventListener('popstate', this.follow);
    navigator.serviceWorker?.removeEventListener('message', this.called);
    super.disconnectedCallback();
  }

  protected override render() {
    if (this.session) {
      return html`<snug-room-page
        .session=${this.session}
        .rooms=${[...this.open.values()]}
        @snug-start=${() => this.go('')}
        @snug-room=${(event: CustomEvent<string>) => this.go(event.detail)}
      ></snug-room-page>`;
    }
    if (this.returning) {
      return nothing;
    }
    return html`<snug-start-page
      .connection=${this.connection}
      .rooms=${[...this.open.values()]}
      .code=${this.code}
      .failure=${this.failure}
      @snug-entered=${(event: CustomEvent<RoomSession>) => this.show(event.detail)}
      @snug-return=${(event: CustomEvent<string>) => this.go(event.detail)}
      @snug-forget=${(event: CustomEvent<string>) => this.forget(event.detail)}
    ></snug-start-page>`;
  }

  private readonly follow = (): void => {
    this.session = null;
    this.failure = '';
    this.code = codeOfAddress();
    document.title = strings.appName;
    for (const [room, session] of this.open) {
      if (session.state.ended) {
        this.forget(room);
      }
    }
    takeSeatOfAddress();
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
    history.pushState(null, '', code ? `${baseUrl.pathname}r/${code}` : baseUrl.pathname);
    this.follow();
  }

  private show(session: RoomSession): void {
    const { id, code } = session.state.room!;
    if (codeOfAddress() !== code) {
      history.pushState(null, '', `${baseUrl.pathname}r/${code}`);
    }
    this.failure = '';
    this.open.set(id, session);
    this.session = session;
  }

  private forget(room: string): void {
    this.open.get(room)?.dispose();
    this.open.delete(room);
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
    await this.enter(seat);
  }

  private async enter(seat: Seat): Promise<void> {
    this.returning = true;
    try {
      this.show(await RoomSession.return(this.connection, seat));
    } catch (failure) {
      if (!(failure instanceof EntranceRefused)) {
        throw failure;
      }
      if (failure.code !== 'no_answer') {
        storage.forgetSeat(seat.room);
      }
      this.failure = failure.code === 'gone' ? strings.ended['gone']![0] : failure.message;
    } finally {
      this.returning = false;
    }
  }
}

/** Another device of the same person has shown its seat: from now on it is this one's, too. */
function takeSeatOfAddress(): void {
  const [, room, token] = SEAT.exec(location.hash) ?? [];
  const code = codeOfAddress();
  if (room && token && code) {
    storage.rememberSeat({ code, room, token, title: '', usedAt: Date.now() });
    history.replaceState(null, '', location.pathname);
  }
}

function codeOfAddress(): string {
  const letters = /\/r\//.test(location.pathname) ? lettersOf(location.pathname) : '';
  return letters.length >= CODE_LENGTH.min ? letters : '';
}
