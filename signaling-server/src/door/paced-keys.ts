/**
 * Says whether a presenter key is right. An address that has sent too many wrong ones gets its
 * answers late, right or wrong, and only a few at a time: otherwise it could go on guessing and
 * wait for the one that is accepted.
 */
import type { DoorPolicy } from '../policy.ts';
import type { Clock } from '../room/clock.ts';
import type { PerAddress } from '../room/per-address.ts';
import type { Credentials, Judgement, MayPresent } from './may-present.ts';
import type { PresenterKeys } from './presenter-keys.ts';

export interface PacedKeysOptions {
  readonly keys: PresenterKeys;
  readonly clock: Clock;
  readonly policy: Pick<DoorPolicy, 'lateAnswerMs' | 'lateAnswersPerAddress'>;
  /** Counts wrong keys, per address. */
  readonly wrongKeys: PerAddress;
}

export class PacedKeys implements MayPresent {
  readonly #options: PacedKeysOptions;
  /** Answers that are being held back, per address. */
  readonly #late = new Map<string, number>();

  constructor(options: PacedKeysOptions) {
    this.#options = options;
  }

  /** `too-many` in place of the reason, or without checking the key. */
  async judge({ key }: Credentials, addressKey: string): Promise<Judgement> {
    const { policy, wrongKeys } = this.#options;
    if (key === undefined || key === '' || !wrongKeys.isSpent(addressKey)) {
      return this.#judge(key, addressKey);
    }
    const waiting = this.#late.get(addressKey) ?? 0;
    if (waiting >= policy.lateAnswersPerAddress) return { presenting: 'too-many' };
    this.#late.set(addressKey, waiting + 1);
    await this.#pause();
    const left = (this.#late.get(addressKey) ?? 1) - 1;
    if (left > 0) this.#late.set(addressKey, left);
    else this.#late.delete(addressKey);
    return this.#judge(key, addressKey);
  }

  #judge(key: string | undefined, addressKey: string): Judgement {
    const { keys, wrongKeys } = this.#options;
    const judgement = keys.judge(key);
    const isWrong = judgement.presenting === 'key-refused';
    return isWrong && !wrongKeys.tryConsume(addressKey) ? { presenting: 'too-many' } : judgement;
  }

  #pause(): Promise<void> {
    const { clock, policy } = this.#options;
    return new Promise((resolve) => void clock.after(policy.lateAnswerMs, resolve));
  }
}
