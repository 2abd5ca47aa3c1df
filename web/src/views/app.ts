import { html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { CODE_LENGTH, lettersOf } from '../code';
import { baseUrl, Connection } from '../connection';
import { EntranceRefused, RoomSession } from '../room-session';
import { storage } from '../storage';
import { strings } from '../strings';
import './room-page';
import './start-page';
import { View } from './view';

/** Shows the start page or a room, by the address. */
@customElement('snug-app')
export class App extends View {
  @state() private session: RoomSession | null = null;
  private readonly connection = new Connection();
  @state() private returning = false;
  @state() private code = codeOfAddress();
  @state() private failure = '';

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('popstate', this.follow);
    void this.returnToSeat();
  }

  override disconnectedCallback(): void {
    window.removeEventListener('popstate', this.follow);
    super.disconnectedCallback();
  }

  protected override render() {
    if (this.session) {
      return html`<snug-room-page
        .session=${this.session}
        @snug-start=${() => this.go('')}
      ></snug-room-page>`;
    }
    if (this.returning) {
      return nothing;
    }
    return html`<snug-start-page
      .connection=${this.connection}
      .code=${this.code}
      .failure=${this.failure}
      @snug-entered=${(event: CustomEvent<RoomSession>) => this.show(event.detail)}
      @snug-return=${(event: CustomEvent<string>) => this.go(event.detail)}
    ></snug-start-page>`;
  }

  private readonly follow = (): void => {
    this.session?.dispose();
    this.session = null;
    this.failure = '';
    this.code = codeOfAddress();
    document.title = strings.appName;
    void this.returnToSeat();
  };

  /** Goes to a room's address, or to the start page. */
  private go(code: string): void {
    history.pushState(null, '', code ? `${baseUrl.pathname}r/${code}` : baseUrl.pathname);
    this.follow();
  }

  private show(session: RoomSession): void {
    const code = session.state.room!.code;
    if (codeOfAddress() !== code) {
      history.pushState(null, '', `${baseUrl.pathname}r/${code}`);
    }
    this.failure = '';
    this.session = session;
  }

  /** A browser that holds a seat re-enters without asking. */
  private async returnToSeat(): Promise<void> {
    const seat = storage.seat(this.code);
    if (!seat) {
      return;
    }
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

function codeOfAddress(): string {
  const letters = /\/r\//.test(location.pathname) ? lettersOf(location.pathname) : '';
  return letters.length >= CODE_LENGTH.min ? letters : '';
}
