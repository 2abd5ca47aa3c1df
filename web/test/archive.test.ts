import { describe, expect, it } from 'vitest';
import { ArchiveFailure, readSavedRoom } from '../src/archive';

const head = { format: 'snug-room', version: 1, code: 'WARM' };

describe('a saved room', () => {
  it('is read from JSON, whatever its title', async () => {
    for (const title of ['', 'Plans', '[x] {y}, "events":[', 'a,']) {
      for (const indent of [undefined, 2]) {
        const text = JSON.stringify({ ...head, title, events: [{ text: 'Hi' }] }, null, indent);
        const file = new File([text], 'room.json');

        const saved = await readSavedRoom(file);

        expect(saved.title).toBe(title);
        expect(saved.body).toBe(file);
      }
    }
  });

  it('is read from a page, each event with the bytes of its files', async () => {
    const id = 'A'.repeat(22);
    const event = { type: 'message', text: '<b>', files: [{ id, name: 'a' }] };
    const json = (value: object) => JSON.stringify(value).replaceAll('<', '\\u003c');
    const page = `<!doctype html><script type="application/json" id="snug-room">${json({ ...head, title: '[T]' })}</script>
      <article><img data-file="${id}" alt="x" src="data:image/png;base64,AAAA">
      <script type="application/json" class="event">${json(event)}</script></article>
      <script type="application/json" class="event">${json({ type: 'message', text: 'two' })}</script>`;

    const saved = await readSavedRoom(new File([page], 'room.html'));

    const room = JSON.parse(await saved.body.text()) as { events: unknown[] };
    expect(saved.title).toBe('[T]');
    expect(room.events).toEqual([
      { ...event, files: [{ id, name: 'a', data: 'AAAA' }] },
      { type: 'message', text: 'two' },
    ]);
  });

  it('is nothing else', async () => {
    for (const text of ['', 'hello', '{}', '{"events":1}', '<p>hello</p>']) {
      await expect(readSavedRoom(new File([text], 'a'))).rejects.toBeInstanceOf(ArchiveFailure);
    }
  });
});
