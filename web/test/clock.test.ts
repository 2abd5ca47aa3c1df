import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

const DAY = 86_400_000;
const SERVER = Date.UTC(2026, 4, 20, 12);

describe('the time of the server', () => {
  let mono = 5000;
  let wall = SERVER - DAY;
  let clock: typeof import('../src/clock');

  const pass = (millis: number): void => {
    mono += millis;
    wall += millis;
  };

  beforeEach(async () => {
    mono = 5000;
    wall = SERVER - DAY;
    vi.resetModules();
    vi.spyOn(Date, 'now').mockImplementation(() => wall);
    vi.spyOn(performance, 'now').mockImplementation(() => mono);
    clock = await import('../src/clock');
  });

  afterEach(() => vi.restoreAllMocks());

  it('is that of the device until the server has been heard', () => {
    expect(clock.now()).toBe(SERVER - DAY);
  });

  it('is known within half of the way there and back, however wrong the device is', () => {
    const asked = mono;
    pass(200);

    clock.heardServer(SERVER, asked);

    expect(Math.abs(clock.now() - (SERVER + 100))).toBeLessThanOrEqual(100);
  });

  it('goes on when the clock of the device is set', () => {
    clock.heardServer(SERVER, mono);

    wall += 3 * DAY;
    expect(clock.now()).toBe(SERVER);
    wall -= 9 * DAY;
    pass(1000);
    expect(clock.now()).toBe(SERVER + 1000);
  });

  it('is known better with each answer, and a slow one makes nothing worse', () => {
    clock.heardServer(SERVER, mono);
    pass(60_000);
    const asked = mono;
    pass(9000);

    clock.heardServer(SERVER + 60_000, asked);

    expect(clock.now()).toBe(SERVER + 69_000);
  });

  it('is what the server says where its clock was set', () => {
    clock.heardServer(SERVER, mono);
    pass(1000);

    clock.heardServer(SERVER + DAY, mono);

    expect(clock.now()).toBe(SERVER + DAY);
  });

  it('goes on while a device sleeps without a network', () => {
    clock.heardServer(SERVER, mono);
    clock.lostServer();

    wall += DAY;

    expect(clock.now()).toBe(SERVER + DAY);
  });
});

describe('the page', () => {
  it('asks the clock of the device for nothing that people see', () => {
    const sources = readdirSync('src', { recursive: true })
      .map(String)
      .filter((name) => name.endsWith('.ts') && name !== 'clock.ts');

    expect(
      sources.filter((name) => readFileSync(`src/${name}`, 'utf8').includes('Date.now(')),
    ).toEqual([]);
  });
});
