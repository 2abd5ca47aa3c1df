import { html, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { classMap } from 'lit/directives/class-map.js';
import { closeLayer, closeLayers, openLayer } from '../layers';
import type { Attachment, MessageEvent } from '../protocol';
import type { RoomSession } from '../room-session';
import { strings } from '../strings';
import './banner';
import './composer';
import './countdown';
import './dialogs';
import type { Composer } from './composer';
import type { Dialogs } from './dialogs';
import { DropZone } from './drop-zone';
import { EachFrame } from './each-frame';
import './emoji-picker';
import type { EmojiPicker } from './emoji-picker';
import { icons, mark } from './icons';
import './lightbox';
import type { Lightbox } from './lightbox';
import './member-list';
import './message-list';
import type { MessageList } from './message-list';
import './message-sheet';
import type { KeyAct } from './message-keys';
import type { MessageSheet, SheetChoice } from './message-sheet';
import './pinned-bar';
import './room-menu';
import type { RoomChoice, RoomMenu } from './room-menu';
import './room-switcher';
import type { RoomSwitcher } from './room-switcher';
import './search-panel';
import './save-sheet';
import type { SaveSheet } from './save-sheet';
import './settings-sheet';
import type { SettingsSheet } from './settings-sheet';
import type { SearchPanel } from './search-panel';
import './theme-button';
import { copy } from './toast';
import { isDialogOpen, takesText, View, writes } from './view';

const FRAMES_TO_OPEN = 2;

/** A room: header, messages, composer, people. */
@customElement('snug-room-page')
export class RoomPage extends View {
  @property({ attribute: false }) session!: RoomSession;
  /** All rooms that are open, this one among them. */
  @property({ attribute: false }) rooms: readonly RoomSession[] = [];
  @state() private peopleShown = false;
  @query('snug-message-list') private list!: MessageList;
  @query('snug-dialogs') private dialogs!: Dialogs;
  @query('snug-composer') private composer!: Composer;
  @query('snug-message-sheet') private sheet!: MessageSheet;
  @query('snug-room-menu') private menu?: RoomMenu;
  @query('snug-room-switcher') private switcher!: RoomSwitcher;
  @query('snug-settings-sheet') private settings!: SettingsSheet;
  @query('snug-save-sheet') private saveSheet!: SaveSheet;
  @query('snug-search-panel') private searchPanel!: SearchPanel;
  @query('snug-lightbox') private lightbox!: Lightbox;
  @query('snug-emoji-picker') private picker!: EmojiPicker;
  @state() private dropping = false;
  /** First comes the room, then its messages, then there is time for what is not seen yet. */
  private frame = 0;
  private readonly dropZone = new DropZone(
    (isOver) => (this.dropping = isOver),
    (brought) => this.composer.addFiles(brought.files, brought.hasFolder),
  );
  private readonly stops: (() => void)[] = [];
  /** However much happens in a room, it is drawn once a frame. */
  private readonly changes = new EachFrame(() => {
    this.frame++;
    this.requestUpdate();
  });

  override connectedCallback(): void {
    super.connectedCallback();
    this.stops.push(
      ...this.rooms.map((room) => room.onChange(this.changes.request)),
      this.dropZone.listen(),
    );
    document.addEventListener('keydown', this.pressed);
    window.addEventListener('hashchange', this.goToLinked);
  }

  override disconnectedCallback(): void {
    this.stops.forEach((stop) => stop());
    this.changes.cancel();
    document.removeEventListener('keydown', this.pressed);
    window.removeEventListener('hashchange', this.goToLinked);
    super.disconnectedCallback();
  }

  /** Puts the cursor where messages are written. */
  async write(): Promise<void> {
    await this.updateComplete;
    await this.composer.updateComplete;
    this.composer.focusField();
  }

  protected override firstUpdated(): void {
    this.goToLinked();
  }

  /** The message that the address names, if it names one. */
  private readonly goToLinked = (): void => {
    const linked = /^#m(\d+)$/.exec(location.hash);
    if (linked) {
      void this.list.updateComplete.then(() => this.list.goTo({ seq: Number(linked[1]) }));
    }
  };

  protected override updated(): void {
    if (this.session.state.ended) {
      closeLayers();
      if (document.activeElement === document.body) {
        this.querySelector<HTMLElement>('.ended button')?.focus();
      }
    }
    if (this.frame < FRAMES_TO_OPEN) {
      this.changes.request();
    }
  }

  protected override render() {
    const state = this.session.state;
    if (state.ended) {
      return this.ended(state.ended);
    }
    return html`<div class="room">
      ${this.header()}
      <snug-banner .state=${state} .reconnectNow=${this.session.reconnectNow}></snug-banner>
      <div class="room-body">
        <main class="talk" @click=${() => this.peopleShown && closeLayer()}>
          <snug-pinned-bar
            .session=${this.session}
            .state=${state}
            @snug-go-to=${(event: CustomEvent<string>) => this.list.goTo({ around: event.detail })}
          ></snug-pinned-bar>
          <snug-message-list
            .session=${this.session}
            .state=${state}
            .frame=${this.frame}
            @snug-more=${this.changes.request}
            @snug-share=${() => this.dialogs.open('share')}
            @snug-act=${this.act}
            @snug-edit-failed=${this.editFailed}
            @snug-picture=${(event: CustomEvent<{ pictures: Attachment[]; index: number }>) =>
              this.lightbox.open(event.detail.pictures, event.detail.index)}
          ></snug-message-list>
          <snug-composer
            .session=${this.session}
            .state=${state}
            .picker=${this.pickerOf}
            @snug-sent=${() => this.list.goToEnd()}
            @snug-help=${() => this.dialogs.open('help')}
          ></snug-composer>
        </main>
        <snug-member-list
          class=${classMap({ people: true, shown: this.peopleShown, alone: state.memberCount < 2 })}
          .state=${state}
          .session=${this.session}
          @snug-close=${closeLayer}
        ></snug-member-list>
        <snug-search-panel
          .session=${this.session}
          @snug-go-to=${(event: CustomEvent<string>) => this.list.goTo({ around: event.detail })}
        ></snug-search-panel>
      </div>
      ${this.frame >= FRAMES_TO_OPEN ? this.above() : nothing}
      ${this.dropping ? html`<div class="drop-overlay">${strings.dropFiles}</div>` : nothing}
    </div>`;
  }

  /** What opens above the room. */
  private above() {
    return html`<snug-dialogs .session=${this.session}></snug-dialogs>
      <snug-room-menu
        .session=${this.session}
        @snug-changed=${() => this.requestUpdate()}
        @snug-choice=${(event: CustomEvent<RoomChoice>) => this.choose(event.detail)}
      ></snug-room-menu>
      <snug-room-switcher
        .session=${this.session}
        .rooms=${this.rooms}
        @snug-room=${(event: CustomEvent<string>) =>
          this.dispatchEvent(new CustomEvent('snug-room', { detail: event.detail }))}
      ></snug-room-switcher>
      <snug-save-sheet .session=${this.session}></snug-save-sheet>
      <snug-settings-sheet
        .session=${this.session}
        @snug-settings=${() => this.requestUpdate()}
      ></snug-settings-sheet>
      <snug-message-sheet
        .session=${this.session}
        @snug-choice=${this.chosen}
        @snug-deleted=${() => this.list.focusMessages()}
      ></snug-message-sheet>
      <snug-emoji-picker></snug-emoji-picker>
      <snug-lightbox></snug-lightbox>`;
  }

  private header() {
    const { room, memberCount } = this.session.state;
    return html`<header class="room-header">
      <button
        class="icon-button home"
        type="button"
        aria-label=${strings.backToStart}
        title=${strings.backToStart}
        @click=${this.start}
      >
        ${mark}
      </button>
      <div class="room-names">
        <h1 class="room-title">
          <button
            type="button"
            aria-haspopup="menu"
            title=${strings.switchRoom}
            @click=${this.switchRoom}
          >
            <span class="room-name">${room?.title || strings.untitled}</span
            >${this.unreadElsewhere()}
          </button>
        </h1>
        <span class="room-code" translate="no">${room?.code}</span>
        <snug-countdown .until=${room?.expiresAt ?? null}></snug-countdown>
      </div>
      <button
        class="icon-button labelled people-button"
        type="button"
        aria-expanded=${this.peopleShown ? 'true' : 'false'}
        aria-label=${strings.peopleCount(memberCount)}
        @click=${this.showPeople}
      >
        ${icons.people}<span>${memberCount}</span>
      </button>
      <button
        class="button small share-button"
        type="button"
        aria-label=${strings.share}
        @click=${() => this.dialogs.open('share')}
      >
        ${icons.share}<span>${strings.share}</span>
      </button>
      <button
        class="icon-button"
        type="button"
        aria-label=${strings.search}
        title=${strings.search}
        @click=${() => void this.searchPanel.open()}
      >
        ${icons.search}
      </button>
      <snug-theme-button></snug-theme-button>
      <button
        class="icon-button menu-button"
        type="button"
        aria-haspopup="menu"
        aria-expanded=${this.menu?.isOpen ? 'true' : 'false'}
        aria-label=${strings.menu}
        title=${strings.menu}
        @click=${(event: Event) => this.menu?.toggle(event.currentTarget as Element)}
      >
        ${icons.more}
      </button>
    </header>`;
  }

  private unreadElsewhere() {
    const unread = this.rooms
      .filter((room) => room !== this.session)
      .reduce((sum, room) => sum + room.state.unread, 0);
    return unread > 0
      ? html`<span class="unread" aria-label=${strings.unreadCount(unread)}
          >${unread > 99 ? '99+' : unread}</span
        >`
      : nothing;
  }

  private ended(ending: string) {
    const [title, text] = strings.ended[ending] ?? strings.ended['gone']!;
    return html`<main class="ended">
      ${mark}
      <h1>${title}</h1>
      <p>${text}</p>
      <button class="button primary" type="button" @click=${this.start}>
        ${strings.backToStart}
      </button>
    </main>`;
  }

  private readonly pickerOf = (): EmojiPicker => this.picker;

  /** Where the window is narrow, they come above the talk. */
  private readonly showPeople = (): void => {
    if (this.peopleShown) {
      closeLayer();
    } else {
      this.peopleShown = true;
      openLayer(() => (this.peopleShown = false));
    }
  };

  private readonly start = (): void => {
    this.dispatchEvent(new CustomEvent('snug-start'));
  };

  private readonly switchRoom = (): void => {
    this.switcher.toggle(this.querySelector('.room-title button')!);
  };

  private choose(choice: RoomChoice): void {
    switch (choice) {
      case 'settings':
        this.settings.open();
        break;
      case 'save':
        this.saveSheet.open();
        break;
      case 'leave':
        void this.session.leave();
        break;
      default:
        this.dialogs.open(choice);
    }
  }

  private act(event: CustomEvent<{ message: MessageEvent; kind: KeyAct }>): void {
    const { message, kind } = event.detail;
    const own = message.member === this.session.state.self?.id;
    if (message.deleted) {
      return;
    }
    switch (kind) {
      case 'reply':
        this.composer.replyWith(message);
        break;
      case 'edit':
        if (own) {
          this.composer.edit(message);
        }
        break;
      case 'pick-reaction':
        void this.react(message);
        break;
      case 'copy':
        void copy(message.text, strings.textCopied);
        break;
      case 'delete':
        if (own || this.session.isHost) {
          this.sheet.confirmDeletion(message);
        }
        break;
      case 'more':
        this.sheet.open(message, this.list.bubbleOf(message.id));
        break;
    }
  }

  private chosen(event: CustomEvent<{ message: MessageEvent; choice: SheetChoice }>): void {
    const { message, choice } = event.detail;
    this.act(new CustomEvent('snug-act', { detail: { message, kind: choice } }));
  }

  private async react(message: MessageEvent): Promise<void> {
    const emoji = await this.picker.pick(this.list.bubbleOf(message.id));
    if (emoji) {
      await this.session.react(message.id, emoji, true);
    }
  }

  private editFailed(event: CustomEvent<string>): void {
    const cid = event.detail;
    const failed = this.session.state.pending.find((pending) => pending.cid === cid);
    if (failed) {
      this.session.discard(cid);
      this.session.writing.bringBack(failed, failed.files);
      this.composer.focusField();
    }
  }

  private readonly pressed = (event: KeyboardEvent): void => {
    const free = !takesText(event.target);
    const control = event.ctrlKey || event.metaKey;
    if (event.isComposing || isDialogOpen()) {
      return;
    }
    if (control && event.key.toLowerCase() === 'k') {
      event.preventDefault();
      this.switchRoom();
      return;
    }
    if (control && event.key.toLowerCase() === 'f') {
      event.preventDefault();
      void this.searchPanel.open();
      return;
    }
    if (
      (event.key === 'F3' || (control && event.key.toLowerCase() === 'g')) &&
      this.searchPanel.shown
    ) {
      event.preventDefault();
      void this.searchPanel.step(event.shiftKey ? -1 : 1);
      return;
    }
    if (event.key === 'F6') {
      event.preventDefault();
      this.nextRegion(event.shiftKey ? -1 : 1);
    } else if (event.key === 'Escape' && !closeLayer()) {
      this.session.clearDivider();
    } else if (control && event.key === '/') {
      event.preventDefault();
      this.dialogs.open('help');
    } else if (free && writes(event)) {
      // the field has the focus when the letter arrives
      this.composer.focusField();
    }
  };

  /** Messages, composer, people, header, and round again. */
  private nextRegion(step: number): void {
    const regions: [string, () => void][] = [
      ['snug-message-list', () => this.list.focusMessages()],
      ['snug-composer', () => this.composer.focusField()],
      ['.search-panel', () => void this.searchPanel.open()],
      ['.people', () => this.querySelector<HTMLElement>('.people-panel')?.focus()],
      ['.room-header', () => this.querySelector<HTMLElement>('.room-header button')?.focus()],
    ];
    const shown = regions.filter(([selector]) => {
      const element = this.querySelector(selector);
      return element?.checkVisibility();
    });
    const at = shown.findIndex(([selector]) => document.activeElement?.closest(selector));
    shown.at((at + step + shown.length) % shown.length)![1]();
  }
}
