import { html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { candidates, evident, NONE, wordBefore, type Candidate, type Word } from '../completion';
import { insert } from '../formatting';
import type { RoomState } from '../state';
import { strings } from '../strings';
import { View } from './view';

const GAP_PIXELS = 6;

/**
 * What may complete the word before the caret of a text field, above the field. Enter takes what is
 * chosen and nothing else; Tab takes the first if none is.
 */
@customElement('snug-completion-list')
export class CompletionList extends View {
  @property({ attribute: false }) state!: RoomState;
  @property({ attribute: false }) field!: () => HTMLTextAreaElement;
  @state() private found: Candidate[] = [];
  @state() private chosen = NONE;
  private word: Word | null = null;

  get isOpen(): boolean {
    return this.found.length > 0;
  }

  /** The id of the one that is chosen, for `aria-activedescendant`. */
  get activeId(): string | undefined {
    return this.chosen === NONE ? undefined : `completion-${this.chosen}`;
  }

  /** The text or the caret has changed. */
  async suggest(): Promise<void> {
    const field = this.field();
    const word = wordBefore(field.value, field.selectionStart);
    this.word = word;
    const found = word ? await candidates(word, this.state) : [];
    if (this.word === word) {
      this.show(found, word ? evident(word, found) : NONE);
    }
  }

  close(): void {
    this.word = null;
    this.show([], NONE);
  }

  /** Whether the key was for the list. */
  pressed(event: KeyboardEvent): boolean {
    if (!this.isOpen || !this.isStillThere()) {
      this.close();
      return false;
    }
    switch (event.key) {
      case 'ArrowDown':
        return this.move(1);
      case 'ArrowUp':
        return this.move(-1);
      case 'Enter':
        return this.chosen !== NONE && isPlain(event) && this.complete(this.found[this.chosen]!);
      case 'Tab':
        return isPlain(event) && this.complete(this.found[Math.max(this.chosen, 0)]!);
      case 'Escape':
        event.stopPropagation();
        this.close();
        return true;
      default:
        return false;
    }
  }

  /** Above the field, whatever is cut off around it. */
  protected override updated(): void {
    const list = this.querySelector<HTMLElement>('.completions');
    if (list) {
      const { left, right, top } = this.field().form!.getBoundingClientRect();
      const rightToLeft = document.documentElement.dir === 'rtl';
      list.style.left = rightToLeft ? `${right - list.offsetWidth}px` : `${left}px`;
      list.style.bottom = `${window.innerHeight - top + GAP_PIXELS}px`;
    }
  }

  protected override render() {
    if (this.found.length === 0) {
      return nothing;
    }
    return html`<ul
      id="completions"
      class="completions"
      role="listbox"
      aria-label=${strings.suggestions}
    >
      ${this.found.map(
        (candidate, index) =>
          html`<li
            id=${`completion-${index}`}
            role="option"
            aria-selected=${index === this.chosen ? 'true' : 'false'}
            @pointerdown=${(event: Event) => {
              event.preventDefault();
              this.complete(candidate);
            }}
          >
            <span aria-hidden="true">${candidate.picture}</span> ${candidate.label}
          </li>`,
      )}
    </ul>`;
  }

  private move(step: number): true {
    const { length } = this.found;
    const from = this.chosen === NONE && step < 0 ? 0 : this.chosen;
    this.show(this.found, (from + step + length) % length);
    return true;
  }

  /** The caret may have been moved, or the text changed from elsewhere. */
  private isStillThere(): boolean {
    const { value, selectionStart } = this.field();
    const word = wordBefore(value, selectionStart);
    return word?.start === this.word?.start && word?.text === this.word?.text;
  }

  private complete(candidate: Candidate): true {
    const field = this.field();
    if (this.word) {
      field.setSelectionRange(this.word.start, field.selectionStart);
      insert(field, candidate.text);
    }
    this.close();
    return true;
  }

  private show(found: Candidate[], chosen: number): void {
    this.found = found;
    this.chosen = chosen;
    this.dispatchEvent(new CustomEvent('snug-completions'));
  }
}

function isPlain(event: KeyboardEvent): boolean {
  return !event.shiftKey && !event.ctrlKey && !event.metaKey && !event.altKey;
}
