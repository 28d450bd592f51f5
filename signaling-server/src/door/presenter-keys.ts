/** Checks presenter keys. Only hashes are compared and kept. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Presenting } from '@lectern/protocol';

/** SHA-256 of a key. */
export const hashPresenterKey = (key: string): Buffer => createHash('sha256').update(key).digest();

/** Stands for a key where rooms are counted. */
export const presenterKeyId = (key: string): string => hashPresenterKey(key).toString('base64url').slice(0, 16);

/** Returns the hashes of the keys that are valid now, or `open` when presenting needs no key. */
export type PresenterKeySource = () => readonly Buffer[] | 'open';

export class PresenterKeys {
  readonly #source: PresenterKeySource;

  constructor(source: PresenterKeySource) {
    this.#source = source;
  }

  /** Presenting needs no key. */
  get areOpen(): boolean {
    return this.#source() === 'open';
  }

  judge(key: string | undefined): Presenting {
    const hashes = this.#source();
    if (hashes === 'open') return 'open';
    if (key === undefined || key === '') return 'key-required';
    const given = hashPresenterKey(key);
    let found = 0;
    // Compares with every key, so the time it takes does not depend on which one matches.
    for (const hash of hashes) found |= Number(timingSafeEqual(hash, given));
    return found === 1 ? 'admitted' : 'key-refused';
  }
}
