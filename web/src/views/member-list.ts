import { html, nothing, type PropertyValues } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { hue, initial } from '../format';
import type { Member } from '../protocol';
import type { RoomSession } from '../room-session';
import type { RoomState } from '../state';
import { strings } from '../strings';
import { icons } from './icons';
import { View } from './view';

/** Roles that this page does not know stand with the members. */
function rank({ role }: Member): number {
  return role === 'host' ? 0 : role === 'moderator' ? 1 : 2;
}

/** Who is in the room. */
@customElement('snug-member-list')
export class MemberList extends View {
  @property({ attribute: false }) state!: RoomState;
  @property({ attribute: false }) session!: RoomSession;

  /** Messages come and go; this is about people. */
  protected override shouldUpdate(changed: PropertyValues<this>): boolean {
    const before = changed.get('state');
    return (
      !before ||
      before.members !== this.state.members ||
      before.memberCount !== this.state.memberCount ||
      before.ignored !== this.state.ignored ||
      before.self !== this.state.self
    );
  }

  protected override render() {
    const members = [...this.state.members.values()].sort(
      (a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name),
    );
    const others = this.state.memberCount - members.length;
    return html`<aside class="people-panel" tabindex="-1" aria-labelledby="people-title">
      <div class="people-head">
        <h2 id="people-title">${strings.people}</h2>
        <span class="people-number">${this.state.memberCount}</span>
        <button
          class="icon-button people-close"
          type="button"
          aria-label=${strings.close}
          @click=${() => this.dispatchEvent(new CustomEvent('snug-close'))}
        >
          ${icons.close}
        </button>
      </div>
      <ul>
        ${repeat(
          members,
          (member) => member.id,
          (member) => this.person(member),
        )}
      </ul>
      ${others > 0 ? html`<p class="people-others">${strings.peopleMore(others)}</p>` : nothing}
    </aside>`;
  }

  private ignoring(member: Member) {
    if (member.id === this.state.self?.id) {
      return nothing;
    }
    const ignored = this.state.ignored.has(member.id);
    const label = ignored ? strings.unignore(member.name) : strings.ignore(member.name);
    return html`${ignored ? html`<span class="person-note">${strings.ignored}</span>` : nothing}
      <button
        class="icon-button ignore"
        type="button"
        aria-label=${label}
        title=${label}
        aria-pressed=${ignored ? 'true' : 'false'}
        @click=${() => this.session.ignore(member.id, !ignored)}
      >
        ${icons.ignore}
      </button>`;
  }

  private person(member: Member) {
    const away = member.state === 'reconnecting';
    return html`<li class=${away ? 'person away' : 'person'}>
      <span class="avatar hue-${hue(member.id)}" aria-hidden="true">${initial(member.name)}</span>
      <span class="person-name" dir="auto">${member.name}</span>
      ${
        member.id === this.state.self?.id
          ? html`<span class="person-note">${strings.you}</span>`
          : nothing
      }
      ${away ? html`<span class="person-note">${strings.reconnecting}</span>` : nothing}
      ${this.ignoring(member)}
      ${member.role === 'host' ? html`<span class="badge">${strings.host}</span>` : nothing}
    </li>`;
  }
}
