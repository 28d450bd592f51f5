/** What a presenter's key looks like, and where an admin keeps those that were given out. */

/** `file`: one key a line, read again when it changes, so that a key can be given or taken back while the service runs. */
export type PresenterKeySource =
  | { readonly kind: 'open' }
  | { readonly kind: 'list'; readonly keys: readonly string[] }
  | { readonly kind: 'file'; readonly path: string };

/** Long enough that nobody guesses one; the signs are those that survive an address, a header and a comma-separated list. */
export const PRESENTER_KEY = /^[\w-]{20,256}$/;

/** The keys of a file: the first word of each line, whatever else stands on it. `#` begins a comment. */
export function keysIn(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim().split(/\s/, 1)[0] ?? '')
    .filter((word) => word !== '' && !word.startsWith('#'));
}
