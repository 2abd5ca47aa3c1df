/** The address that gives a seat to another device: what it offers, and nothing is done with it yet. */

import { codeOf } from './code';

/** A seat that a link shows. Whoever made the link may be somebody else than who opens it. */
export interface SeatOffer {
  code: string;
  room: string;
  token: string;
}

const SEAT = /^#seat=([A-Za-z0-9_-]{22})\.([A-Za-z0-9_-]{43})$/;

/** The seat in an address, if there is one. */
export function offerOf(pathname: string, hash: string): SeatOffer | null {
  const [, room, token] = SEAT.exec(hash) ?? [];
  const code = codeOf(pathname);
  return room && token && code ? { code, room, token } : null;
}
