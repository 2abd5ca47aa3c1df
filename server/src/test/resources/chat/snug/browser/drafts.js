// What a person does to the page, by the page's own elements and events, and what they see then.
// One call does a step and waits until the page shows what is expected.
(() => {
  const find = (selector) => document.querySelector(selector);
  const field = () => find('snug-composer textarea');

  const until = async (what, millis = 8000) => {
    const end = performance.now() + millis;
    for (;;) {
      const found = what();
      if (found || performance.now() > end) {
        return found;
      }
      await new Promise((resolve) => setTimeout(resolve, 4));
    }
  };

  const shown = () => {
    if (!field()) {
      return { room: '', text: '', about: '', files: '' };
    }
    const about = find('.composer-about span')?.textContent;
    const kind = find('.send-button').getAttribute('aria-label') === 'Save' ? 'edit' : 'reply';
    return {
      room: find('.room-code').textContent.trim(),
      text: field().value,
      about: about === undefined ? '' : `${kind} ${about}`,
      files: [...document.querySelectorAll('.upload .file-name')].map((name) => name.textContent).join(),
    };
  };

  const press = (target, key, more = {}) =>
    target.dispatchEvent(
      new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }),
    );

  const messageOf = (text) =>
    [...document.querySelectorAll('article[data-id]')].findLast(
      (one) => one.querySelector('.text')?.textContent.trim() === text,
    );

  const act = async (text, label) => {
    const message = await until(() => messageOf(text));
    message.focus();
    const button = await until(() => message.querySelector(`.message-tools [aria-label="${label}"]`));
    button.click();
  };

  const steps = {
    look() {},
    type({ from, to, text }) {
      field().focus();
      field().setSelectionRange(from, to);
      document.execCommand(text ? 'insertText' : 'delete', false, text);
    },
    send: () => press(field(), 'Enter'),
    press: () => find('.send-button').click(),
    cancel: () => press(field(), 'Escape'),
    reply: ({ text }) => act(text, 'Reply'),
    edit: ({ text }) => act(text, 'Edit'),
    async attach({ name }) {
      const data = new DataTransfer();
      data.items.add(new File([name], name, { type: 'text/plain' }));
      const input = find('input[type=file]');
      input.files = data.files;
      input.dispatchEvent(new Event('change'));
      await until(() => !find('.upload progress'));
    },
    notice({ room }) {
      const data = { show: new URL(`/r/${room}`, location.href).href };
      navigator.serviceWorker.dispatchEvent(new MessageEvent('message', { data }));
    },
    async switcher({ room }) {
      // what opens above the room comes two frames after it
      await until(() => find('.switcher'));
      press(document.body, 'k', { ctrlKey: true });
      const item = await until(() =>
        [...document.querySelectorAll('.switcher:popover-open .room-item')].find((one) =>
          one.textContent.includes(room),
        ),
      );
      item.click();
    },
    async home({ room }) {
      find('.home')?.click();
      const recent = await until(() =>
        [...document.querySelectorAll('.recent-room')].find((one) => one.textContent.includes(room)),
      );
      recent.click();
    },
    start: () => find('.home').click(),
    back: () => history.back(),
    forward: () => history.forward(),
  };

  window.snugStep = async ({ step, expected }) => {
    // a page that has just been loaded enters its room first
    await until(() => field() || find('.recent-room'));
    let failure = '';
    try {
      await steps[step.kind](step);
    } catch (thrown) {
      failure = ` ${thrown}`;
    }
    await until(() => JSON.stringify(shown()) === expected);
    return JSON.stringify(shown()) + failure;
  };
})();
