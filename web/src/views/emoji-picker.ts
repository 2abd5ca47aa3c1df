import { html, nothing } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { inTone, loadEmoji, searchEmoji, type Emoji } from '../emoji';
import { storage } from '../storage';
import { strings } from '../strings';
import { Popover } from './popover';
import { View } from './view';

const FOUND = 72;
/** As Emojibase numbers them; one emoji stands for each. */
const GROUPS: [number, string][] = [
  [0, '😀'],
  [1, '👋'],
  [3, '🐻'],
  [4, '🍕'],
  [5, '🚀'],
  [6, '⚽'],
  [7, '💡'],
  [8, '❤️'],
  [9, '🏁'],
];
const HAND = '✋';
/** Where a field with the focus brings no keyboard up. */
const FINE = window.matchMedia('(hover: hover)');
const TONES = ['', '🏻', '🏼', '🏽', '🏾', '🏿'];

/** All emoji to choose from: by group, by name, the last ones first. One tab stop in the grid. */
@customElement('snug-emoji-picker')
export class EmojiPicker extends View {
  @state() private all: Emoji[] = [];
  @state() private group = 0;
  @state() private word = '';
  @state() private tone = storage.skinTone();
  @state() private current = 0;
  @query('dialog') private dialog!: HTMLDialogElement;
  private answer: (emoji: string | undefined) => void = () => undefined;
  private readonly surface = new Popover(
    () => this.dialog,
    ['above', 'below', 'after', 'before'],
    () => this.answer(undefined),
  );

  /** Opens at what the emoji is for, and answers with what was chosen. */
  async pick(at: Element): Promise<string | undefined> {
    if (this.surface.isOpen) {
      this.surface.close();
      return undefined;
    }
    this.word = '';
    this.current = 0;
    this.surface.open(at, FINE.matches ? 'input' : '.picker-head button');
    const chosen = new Promise<string | undefined>((resolve) => (this.answer = resolve));
    this.all = await loadEmoji();
    return chosen;
  }

  protected override render() {
    const shown = this.shown();
    return html`<dialog class="popover picker" popover="manual" aria-label=${strings.emoji}>
      <div class="picker-head">
        <input
          class="input"
          type="search"
          aria-label=${strings.searchEmoji}
          placeholder=${strings.searchEmoji}
          .value=${this.word}
          @input=${this.search}
          @keydown=${this.pressedInSearch}
        />
        <button
          class="icon-button"
          type="button"
          aria-label=${strings.skinTone}
          title=${strings.skinTone}
          @click=${this.nextTone}
        >
          ${HAND}${TONES[this.tone]}
        </button>
      </div>
      ${this.word ? nothing : this.tabs()}
      <div
        class="emoji-grid"
        role="listbox"
        aria-label=${strings.emoji}
        @keydown=${this.pressed}
        @click=${this.clicked}
      >
        ${shown.map(
          (entry, index) =>
            html`<button
              type="button"
              role="option"
              aria-selected=${index === this.current ? 'true' : 'false'}
              tabindex=${index === this.current ? 0 : -1}
              aria-label=${entry.name}
              title=${entry.codes[0] ? `${entry.name}  :${entry.codes[0]}:` : entry.name}
              data-index=${index}
            >
              ${inTone(entry, this.tone)}
            </button>`,
        )}
      </div>
      ${this.all.length > 0 && shown.length === 0 ? html`<p>${strings.nothingFound}</p>` : nothing}
    </dialog>`;
  }

  private tabs() {
    return html`<div class="emoji-groups" role="group" aria-label=${strings.emojiGroups}>
      ${GROUPS.map(
        ([group, emoji], index) =>
          html`<button
            type="button"
            aria-pressed=${this.group === group ? 'true' : 'false'}
            aria-label=${strings.emojiGroupNames[index]!}
            title=${strings.emojiGroupNames[index]!}
            @click=${() => this.choose(group)}
          >
            ${emoji}
          </button>`,
      )}
    </div>`;
  }

  private shown(): Emoji[] {
    if (this.word) {
      return searchEmoji(this.all, this.word, FOUND);
    }
    const recent =
      this.group === 0
        ? storage
            .recentEmoji()
            .flatMap((emoji) =>
              this.all.filter((entry) => entry.emoji === emoji || entry.skins.includes(emoji)),
            )
        : [];
    return [...new Set([...recent, ...this.all.filter((entry) => entry.group === this.group)])];
  }

  private choose(group: number): void {
    this.group = group;
    this.current = 0;
  }

  private search(event: InputEvent): void {
    this.word = (event.target as HTMLInputElement).value;
    this.current = 0;
  }

  private pressedInSearch(event: KeyboardEvent): void {
    const first = this.shown()[0];
    if (event.key === 'Enter' && first && !event.isComposing) {
      event.preventDefault();
      this.take(first);
    } else if (event.key === 'ArrowDown') {
      event.preventDefault();
      this.focusOn(0);
    }
  }

  private pressed(event: KeyboardEvent): void {
    const columns = this.columns();
    const steps: Record<string, number> = {
      ArrowRight: 1,
      ArrowLeft: -1,
      ArrowDown: columns,
      ArrowUp: -columns,
    };
    const step = steps[event.key];
    if (step !== undefined) {
      event.preventDefault();
      this.focusOn(this.current + step);
    }
  }

  private clicked(event: MouseEvent): void {
    const index = (event.target as Element).closest<HTMLElement>('[data-index]')?.dataset['index'];
    const entry = index === undefined ? undefined : this.shown()[Number(index)];
    if (entry) {
      this.take(entry);
    }
  }

  private take(entry: Emoji): void {
    const emoji = inTone(entry, this.tone);
    storage.rememberEmoji(emoji);
    this.answer(emoji);
    this.surface.close();
  }

  private nextTone(): void {
    this.tone = (this.tone + 1) % TONES.length;
    storage.rememberSkinTone(this.tone);
  }

  private focusOn(index: number): void {
    const last = this.shown().length - 1;
    this.current = Math.max(0, Math.min(last, index));
    void this.updateComplete.then(() =>
      this.querySelector<HTMLElement>(`[data-index="${this.current}"]`)?.focus(),
    );
  }

  private columns(): number {
    const grid = this.querySelector('.emoji-grid')!;
    return getComputedStyle(grid).gridTemplateColumns.split(' ').length;
  }
}
