/**
 * What time it is for the server: rooms end and messages are dated by its clock, while a device's own may
 * be wrong, and may be set while the page is open.
 *
 * Each time that the server says lies between the moment of asking and that of the answer, by a clock
 * that only ever runs on. So each answer bounds the difference of the two from both sides (Cristian,
 * 1989), and what all bounds have in common is narrower than any of them; where they have nothing in
 * common, the clocks have drifted, and the last one counts.
 */

let bounds: { low: number; high: number } | null = null;
/** The device's clock less the one that only runs on, when the server was last heard. */
let wall = 0;
let heard = true;

/** By the server's clock, in milliseconds since 1970; by the device's until the server has been heard. */
export function now(): number {
  if (!bounds) {
    return Date.now();
  }
  // the clock that only runs on stands still while a device sleeps, and so do connections
  const slept = heard ? 0 : Math.max(0, wallOffset() - wall);
  return Math.round(performance.now() + (bounds.low + bounds.high) / 2 + slept);
}

/** The server has said what time it is, in the answer to what was asked at `asked` (`performance.now()`). */
export function heardServer(serverTime: number, asked: number): void {
  const answer = { low: serverTime - performance.now(), high: serverTime - asked };
  const common = bounds && {
    low: Math.max(bounds.low, answer.low),
    high: Math.min(bounds.high, answer.high),
  };
  bounds = common && heard && common.low <= common.high ? common : answer;
  wall = wallOffset();
  heard = true;
}

/** Nothing is heard of the server for now. */
export function lostServer(): void {
  if (bounds && heard) {
    wall = wallOffset();
    heard = false;
  }
}

function wallOffset(): number {
  return Date.now() - performance.now();
}
