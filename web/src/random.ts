/** Random ids. `crypto.getRandomValues` is there without a secure context, `randomUUID` is not. */

function base64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

/** A seat token: 256 random bits, 43 characters. */
export function newToken(): string {
  return base64Url(crypto.getRandomValues(new Uint8Array(32)));
}

/** An id for a command: 128 random bits, 22 characters. */
export function newCommandId(): string {
  return base64Url(crypto.getRandomValues(new Uint8Array(16)));
}
