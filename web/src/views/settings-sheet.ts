import { html, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { mayNotify } from '../attention';
import { openDialog } from '../layers';
import type { RoomSession } from '../room-session';
import { storage, type Notify, type Theme } from '../storage';
import { language, LANGUAGES, strings } from '../strings';
import { chooseTheme, THEMES } from '../theme';
import { View } from './view';

const NOTIFY: readonly Notify[] = ['off', 'mentions', 'all'];

/** What this device does: notices, sound, keys. Everything takes effect at once. */
@customElement('snug-settings-sheet')
export class SettingsSheet extends View {
  @property({ attribute: false }) session!: RoomSession;
  @state() private denied = false;
  @query('dialog') private dialog!: HTMLDialogElement;

  open(): void {
    this.requestUpdate();
    openDialog(this.dialog);
  }

  protected override render() {
    const room = this.session.state.room?.id ?? '';
    return html`<dialog
      class="dialog settings"
      aria-labelledby="settings-title"
      @click=${(event: MouseEvent) => event.target === this.dialog && this.dialog.close()}
      @close=${() => this.dispatchEvent(new CustomEvent('snug-settings'))}
    >
      <h2 id="settings-title">${strings.settings}</h2>
      <fieldset>
        <legend>${strings.notifyTitle}</legend>
        <p class="settings-why">${strings.notifyWhy}</p>
        ${NOTIFY.map((notify) => this.choice(notify))}
        ${this.denied ? html`<p class="field-error" role="alert">${strings.notifyDenied}</p>` : nothing}
      </fieldset>
      <fieldset class="themes">
        <legend>${strings.themeTitle}</legend>
        ${THEMES.map((theme) => this.themeChoice(theme))}
      </fieldset>
      <label class="lifetime">
        <span>${strings.language}</span>
        <select @change=${this.chooseLanguage}>
          ${Object.entries(LANGUAGES).map(
            ([tag, name]) =>
              html`<option value=${tag} lang=${tag} ?selected=${tag === language}>${name}</option>`,
          )}
        </select>
      </label>
      ${this.option(strings.hideContent, storage.hidesContent(), storage.rememberHidesContent)}
      ${this.option(strings.sound, storage.sound(), storage.rememberSound)}
      ${this.option(strings.muteRoom, storage.isMuted(room), (on) =>
        storage.rememberMuted(room, on),
      )}
      ${this.option(strings.tellTyping, storage.tellsTyping(), storage.rememberTellsTyping)}
      ${this.option(strings.tellRead, storage.tellsRead(), storage.rememberTellsRead)}
      ${this.option(strings.showPresence, storage.showsPresence(), storage.rememberShowsPresence)}
      ${this.option(strings.enterMakesLine, storage.enterMakesLine(), storage.rememberEnterMakesLine)}
      <div class="dialog-actions">
        <button class="button" type="button" @click=${() => this.dialog.close()}>
          ${strings.close}
        </button>
      </div>
    </dialog>`;
  }

  private choice(notify: Notify) {
    return html`<label class="option">
      <input
        type="radio"
        name="notify"
        .checked=${storage.notify() === notify}
        @change=${() => this.chooseNotify(notify)}
      />
      ${strings.notify[notify]}
    </label>`;
  }

  private themeChoice(theme: Theme) {
    return html`<label class="option">
      <input
        type="radio"
        name="theme"
        .checked=${storage.theme() === theme}
        @change=${() => chooseTheme(theme)}
      />
      ${strings.themes[theme]}
    </label>`;
  }

  private option(label: string, checked: boolean, remember: (on: boolean) => void) {
    return html`<label class="option">
      <input
        type="checkbox"
        .checked=${checked}
        @change=${(event: Event) => remember((event.target as HTMLInputElement).checked)}
      />
      ${label}
    </label>`;
  }

  /** The page is loaded anew; drafts and rooms are where they were. */
  private chooseLanguage(event: Event): void {
    storage.rememberLanguage((event.target as HTMLSelectElement).value);
    location.reload();
  }

  private async chooseNotify(notify: Notify): Promise<void> {
    this.denied = notify !== 'off' && !(await mayNotify());
    storage.rememberNotify(this.denied ? 'off' : notify);
    this.requestUpdate();
  }
}
