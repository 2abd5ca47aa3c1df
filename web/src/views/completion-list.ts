import { html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { candidates, wordBefore, type Candidate, type Word } from '../completion';
import { insert } from '../formatting';
import type { RoomState } from '../state';
import { strings } from '../strings';
import { View } from './view';

const GAP_PIXELS = 6;

/** What may complete the word before the caret of a text field, above the field. */
@customElement('snug-completion-list')
export class CompletionList extends View {
  @property({ attribute: false }) state!: RoomState;
  @property({ attribute: false }) field!: () => HTMLTextAreaElement;
  @state() private found: Candidate[] = [];
  @state() private chosen = 0;
  private word: Word | null = null;

  /** The id of the one that is chosen, for `aria-activedescendant`; nothing if the list is closed. */
  get activeId(): string | undefined {
    return this.found.length > 0 ? `completion-${this.chosen}` : undefined;
  }

  /** The text or the caret has changed. */
  async suggest(): Promise<void> {
    const field = this.field();
    const word = wordBefore(field.value, field.selectionStart);
    this.word = word;
    const found = word ? await candidates(word, this.state) : [];
    if (this.word === word) {
      this.show(found, 0);
    }
  }

  close(): void {
    this.word = null;
    this.show([], 0);
  }

  /** Whether the key was for the list. */
  pressed(event: KeyboardEvent): boolean {
    const candidate = this.found[this.chosen];
    if (!candidate) {
      return false;
    }
    switch (event.key) {
      case 'ArrowDown':
        return this.move(1);
      case 'ArrowUp':
        return this.move(-1);
      case 'Enter':
        if (this.isComplete(candidate)) {
          this.close();
          return false;
        }
        return this.complete(candidate);
      case 'Tab':
        return this.complete(candidate);
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
    this.show(this.found, (this.chosen + step + length) % length);
    return true;
  }

  /** A name that stands there already needs no completion: Enter sends. */
  private isComplete(candidate: Candidate): boolean {
    const typed = this.word?.kind === '@' ? this.word.text.toLowerCase() : undefined;
    return typed === candidate.label.toLowerCase();
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
