/**
 * Compares passcodes, and counts the wrong ones: per address, and for the whole room. A right one
 * costs nothing, so a class behind one address gets in. While a room is being guessed at, every
 * address has fewer wrong ones left.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { SignalingError, verifierText, type PasscodeProof, type PasscodeVerifier } from '@lectern/protocol';
import type { RoomPolicy } from '../policy.ts';
import type { Clock } from './clock.ts';
import { PerAddress } from './per-address.ts';
import { PerMinute } from './per-minute.ts';

interface GuessOptions {
  readonly clock: Clock;
  readonly policy: Pick<
    RoomPolicy,
    'wrongPasscodesPerMinute' | 'wrongPasscodesOfRoom' | 'wrongPasscodesWhileSlowed' | 'slowedForMs'
  >;
}

/** All wrong ones of the room are one count. */
const ROOM = 'room';

/** Digests of equal length are compared, so the time tells nothing about the passcode. */
const isRight = (proof: PasscodeProof, verifier: PasscodeVerifier): boolean =>
  timingSafeEqual(createHash('sha256').update(verifierText(proof)).digest(), Buffer.from(verifier, 'base64url'));

export class PasscodeGuesses {
  readonly #options: GuessOptions;
  readonly #onMany: (wrong: number) => void;
  readonly #usual: PerAddress;
  readonly #slowed: PerAddress;
  readonly #ofRoom: PerMinute;
  #slowedUntilMs = -Infinity;

  /** `onMany` is called when a minute has had so many wrong passcodes, at most once in that minute. */
  constructor(options: GuessOptions, onMany: (wrong: number) => void) {
    const { clock, policy } = options;
    this.#options = options;
    this.#onMany = onMany;
    this.#usual = new PerAddress(clock, policy.wrongPasscodesPerMinute);
    this.#slowed = new PerAddress(clock, policy.wrongPasscodesWhileSlowed);
    this.#ofRoom = new PerMinute(clock, policy.wrongPasscodesOfRoom);
  }

  /**
   * Throws `passcode-required` where none was sent, `passcode-paused` without a look at it where the
   * address has sent too many wrong ones, and `passcode-wrong`.
   */
  check(proof: PasscodeProof | undefined, verifier: PasscodeVerifier, address: string): void {
    if (proof === undefined) throw new SignalingError('passcode-required');
    const limit = this.#options.clock.elapsed() < this.#slowedUntilMs ? this.#slowed : this.#usual;
    if (limit.isSpent(address)) {
      throw new SignalingError('passcode-paused', 'too many wrong passcodes', undefined, limit.msLeft(address));
    }
    if (isRight(proof, verifier)) return;
    this.#count(address);
    throw new SignalingError('passcode-wrong');
  }

  #count(address: string): void {
    this.#usual.tryConsume(address);
    this.#slowed.tryConsume(address);
    const { clock, policy } = this.#options;
    const wasSpent = this.#ofRoom.isSpent(ROOM);
    this.#ofRoom.tryConsume(ROOM);
    if (!this.#ofRoom.isSpent(ROOM)) return;
    this.#slowedUntilMs = clock.elapsed() + policy.slowedForMs;
    if (!wasSpent) this.#onMany(policy.wrongPasscodesOfRoom);
  }
}
