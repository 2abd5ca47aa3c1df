import { html, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { mayNotify } from '../attention';
import { openDialog } from '../layers';
import type { RoomSession } from '../room-session';
import { storage, type Notify } from '../storage';
import { language, LANGUAGES, strings } from '../strings';
import { chooseTheme, THEMES } from '../theme';
import { View } from './view';

const NOTIFY: readonly Notify[] = ['off', 'mentions', 'all'];

/** How it looks, when it calls, how one writes, on this device. Everything takes effect at once. */
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
      <section aria-labelledby="settings-appearance">
        <h3 id="settings-appearance">${strings.appearance}</h3>
        ${this.choices('theme', strings.themeTitle, THEMES, strings.themes, storage.theme(), chooseTheme)}
        <label class="setting">
          <span>${strings.language}</span>
          <select @change=${this.chooseLanguage}>
            ${Object.entries(LANGUAGES).map(
              ([tag, name]) =>
                html`<option value=${tag} lang=${tag} ?selected=${tag === language}>
                  ${name}
                </option>`,
            )}
          </select>
        </label>
      </section>
      <section aria-labelledby="settings-notifications">
        <h3 id="settings-notifications">${strings.notifyTitle}</h3>
        ${this.choices('notify', strings.notifyTitle, NOTIFY, strings.notify, storage.notify(), this.chooseNotify)}
        <p class="settings-why">${strings.notifyWhy}</p>
        ${this.denied ? html`<p class="field-error" role="alert">${strings.notifyDenied}</p>` : nothing}
        ${this.option(strings.notifyRoom, !storage.isMuted(room), (on) =>
          storage.rememberMuted(room, !on),
        )}
        ${this.option(strings.sound, storage.sound(), storage.rememberSound)}
        ${this.option(strings.showContent, storage.showsContent(), storage.rememberShowsContent)}
      </section>
      <section aria-labelledby="settings-chat">
        <h3 id="settings-chat">${strings.chat}</h3>
        ${this.option(strings.enterSends, storage.enterSends(), storage.rememberEnterSends)}
        ${this.option(strings.tellTyping, storage.tellsTyping(), storage.rememberTellsTyping)}
        ${this.option(strings.tellRead, storage.tellsRead(), storage.rememberTellsRead)}
        ${this.option(strings.showPresence, storage.showsPresence(), storage.rememberShowsPresence)}
      </section>
      <div class="dialog-actions">
        <button class="button" type="button" @click=${() => this.dialog.close()}>
          ${strings.close}
        </button>
      </div>
    </dialog>`;
  }

  /** One of a few, side by side. */
  private choices<T extends string>(
    name: string,
    label: string,
    values: readonly T[],
    words: Record<T, string>,
    chosen: T,
    choose: (value: T) => void,
  ) {
    return html`<div class="segments" role="radiogroup" aria-label=${label}>
      ${values.map(
        (value) =>
          html`<label>
            <input
              type="radio"
              name=${name}
              .checked=${value === chosen}
              @change=${() => choose(value)}
            />
            <span>${words[value]}</span>
          </label>`,
      )}
    </div>`;
  }

  private option(label: string, checked: boolean, remember: (on: boolean) => void) {
    return html`<label class="setting">
      <span>${label}</span>
      <input
        class="switch"
        type="checkbox"
        role="switch"
        .checked=${checked}
        @change=${(event: Event) => remember((event.target as HTMLInputElement).checked)}
      />
    </label>`;
  }

  /** The page is loaded anew; drafts and rooms are where they were. */
  private chooseLanguage(event: Event): void {
    storage.rememberLanguage((event.target as HTMLSelectElement).value);
    location.reload();
  }

  private readonly chooseNotify = async (notify: Notify): Promise<void> => {
    this.denied = notify !== 'off' && !(await mayNotify());
    storage.rememberNotify(this.denied ? 'off' : notify);
    this.requestUpdate();
  };
}
