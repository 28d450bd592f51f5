/** Checks presenter keys. Only hashes are compared and kept. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { PresenterIdentity } from '../room/presenter-identity.ts';
import type { Judgement } from './may-present.ts';

/** SHA-256 of a key. A key is random and long, so a slow hash would protect it no better. */
export const hashPresenterKey = (key: string): Buffer => createHash('sha256').update(key).digest();

/** Stands for a key where rooms are counted and where the admin names it. */
export const presenterKeyId = (hash: Buffer): string => hash.toString('base64url').slice(0, 16);

export interface PresenterKey extends PresenterIdentity {
  readonly hash: Buffer;
}

/** Returns the keys that are valid now. */
export type PresenterKeySource = () => readonly PresenterKey[];

export class PresenterKeys {
  readonly #source: PresenterKeySource;

  constructor(source: PresenterKeySource) {
    this.#source = source;
  }

  judge(key: string | undefined): Judgement {
    if (key === undefined || key === '') return { presenting: 'key-required' };
    const given = hashPresenterKey(key);
    let identity: PresenterIdentity | undefined;
    // Compares with every key, so the time it takes does not depend on which one matches.
    for (const known of this.#source()) if (timingSafeEqual(known.hash, given)) identity = known;
    return identity === undefined ? { presenting: 'key-refused' } : { presenting: 'admitted', identity };
  }
}
