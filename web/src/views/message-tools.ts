/** What can be done with a message at once: beside its bubble on a desk, below it where it was tapped. */

import { html, nothing, type TemplateResult } from 'lit';
import type { MessageEvent } from '../protocol';
import { strings } from '../strings';
import { icons } from './icons';
import type { Act, MessageContext } from './message';

/** From the last to the first, as all tools: the first in the document stay where there is little room. */
const QUICK = ['😂', '❤️', '👍'];
const HOVERS = window.matchMedia('(hover: hover)');

/** Whether people point at things before they press them. */
export function hovers(): boolean {
  return HOVERS.matches;
}

export function messageTools(
  event: MessageEvent,
  own: boolean,
  context: MessageContext,
): TemplateResult {
  const button = (label: string, icon: unknown, act: Act) =>
    html`<button
      class="icon-button"
      type="button"
      aria-label=${label}
      title=${label}
      @click=${() => context.act(event, act)}
    >
      ${icon}
    </button>`;
  return html`<div class="message-tools" role="group" aria-label=${strings.actions}>
    ${button(strings.more, icons.more, { kind: 'more' })}
    ${own ? button(strings.edit, icons.edit, { kind: 'edit' }) : nothing}
    ${button(strings.reply, icons.reply, { kind: 'reply' })}
    ${button(strings.react, icons.smile, { kind: 'pick-reaction' })}
    ${QUICK.map((emoji) => {
      const on = !hasReacted(event, emoji, context);
      return button(strings.reactWith(emoji), emoji, { kind: 'react', emoji, on });
    })}
  </div>`;
}

/** Tools that have wrapped out of sight are not to be met by Tab either. */
export function leaveOutWhatDoesNotFit(tools: HTMLElement | null): void {
  const buttons = [...(tools?.querySelectorAll('button') ?? [])];
  const inSight = buttons.map((button) => button.offsetTop < button.offsetHeight || !hovers());
  buttons.forEach((button, index) => (button.inert = !inSight[index]));
}

function hasReacted(event: MessageEvent, emoji: string, context: MessageContext): boolean {
  const self = context.state.self?.id;
  return (event.reactions ?? []).some(
    (reaction) => reaction.emoji === emoji && reaction.members.some(({ id }) => id === self),
  );
}
