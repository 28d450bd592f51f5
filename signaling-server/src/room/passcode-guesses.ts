/**
 * Compares passcodes, and counts the wrong ones: per address and room, and for the whole room. A
 * right one costs nothing, so a class behind one address gets in. While a room is being guessed at,
 * every address has fewer wrong ones left. The counts outlive the room objects: a room that moves
 * from one instance to another, and perhaps back, is guessed at by the same people.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import {
  SignalingError,
  verifierText,
  type PasscodeProof,
  type PasscodeVerifier,
  type RoomId,
} from '@lectern/protocol';
import type { RoomPolicy } from '../policy.ts';
import type { Clock } from './clock.ts';
import type { CountsOf, OtherCounts } from './other-counts.ts';
import { PerAddress } from './per-address.ts';
import { PerMinute } from './per-minute.ts';

interface GuessOptions {
  readonly clock: Clock;
  readonly policy: Pick<
    RoomPolicy,
    'wrongPasscodesPerMinute' | 'wrongPasscodesOfRoom' | 'wrongPasscodesWhileSlowed' | 'slowedForMs'
  >;
  /** Where a room may have been at other instances. */
  readonly countsOf?: CountsOf;
}

/** Whose passcode it is, and who tries. */
export interface Guess {
  readonly roomId: RoomId;
  readonly verifier: PasscodeVerifier;
  readonly proof: PasscodeProof | undefined;
  /** What limits count the client's address by. */
  readonly address: string;
}

/** Digests of equal length are compared, so the time tells nothing about the passcode. */
const isRight = (proof: PasscodeProof, verifier: PasscodeVerifier): boolean =>
  timingSafeEqual(createHash('sha256').update(verifierText(proof)).digest(), Buffer.from(verifier, 'base64url'));

/** An address counts once, against either of its two limits. */
const withoutCounting = (others: OtherCounts | undefined): OtherCounts | undefined =>
  others && { count: () => undefined, ask: (key) => others.ask(key), of: (key) => others.of(key) };

export class PasscodeGuesses {
  readonly #options: GuessOptions;
  readonly #usual: PerAddress;
  readonly #slowed: PerAddress;
  readonly #ofRoom: PerMinute;
  readonly #otherWrong: OtherCounts | undefined;
  readonly #otherSlowed: OtherCounts | undefined;
  /** In the order in which they end. */
  readonly #slowedUntilMs = new Map<RoomId, number>();

  constructor(options: GuessOptions) {
    const { clock, policy, countsOf } = options;
    this.#options = options;
    const ofAddress = countsOf?.('passcodes-of-address');
    this.#otherWrong = countsOf?.('passcodes-of-room');
    this.#otherSlowed = countsOf?.('slowed-rooms', policy.slowedForMs);
    this.#usual = new PerAddress(clock, policy.wrongPasscodesPerMinute, ofAddress);
    this.#slowed = new PerAddress(clock, policy.wrongPasscodesWhileSlowed, withoutCounting(ofAddress));
    this.#ofRoom = new PerMinute(clock, policy.wrongPasscodesOfRoom, this.#otherWrong);
  }

  /**
   * The room has moved here with its passcode. Asks for the guesses counted at other instances,
   * which are known before most clients can guess.
   */
  expect(roomId: RoomId): void {
    this.#otherWrong?.ask(roomId);
    this.#otherSlowed?.ask(roomId);
  }

  /**
   * Throws `passcode-required` where none was sent, `passcode-paused` without checking it where the
   * address has sent too many wrong ones, and `passcode-wrong`. `onMany` is called when a minute
   * has had so many wrong passcodes for the room, at most once in that minute.
   */
  check({ roomId, verifier, proof, address }: Guess, onMany: (wrong: number) => void): void {
    if (proof === undefined) throw new SignalingError('passcode-required');
    const limit = this.#isSlowed(roomId) ? this.#slowed : this.#usual;
    const key = `${roomId} ${address}`;
    if (limit.isSpent(key)) {
      throw new SignalingError('passcode-paused', 'too many wrong passcodes', undefined, limit.msLeft(key));
    }
    if (isRight(proof, verifier)) return;
    this.#usual.tryConsume(key);
    this.#slowed.tryConsume(key);
    this.#countFor(roomId, onMany);
    throw new SignalingError('passcode-wrong');
  }

  #countFor(roomId: RoomId, onMany: (wrong: number) => void): void {
    const wasSpent = this.#ofRoom.isSpent(roomId);
    this.#ofRoom.tryConsume(roomId);
    if (!this.#ofRoom.isSpent(roomId)) return;
    this.#slow(roomId);
    if (!wasSpent) onMany(this.#options.policy.wrongPasscodesOfRoom);
  }

  #slow(roomId: RoomId): void {
    const { clock, policy } = this.#options;
    const nowMs = clock.elapsed();
    this.#slowedUntilMs.delete(roomId);
    for (const [other, untilMs] of this.#slowedUntilMs) {
      if (untilMs > nowMs) break;
      this.#slowedUntilMs.delete(other);
    }
    this.#slowedUntilMs.set(roomId, nowMs + policy.slowedForMs);
    this.#otherSlowed?.count(roomId);
  }

  #isSlowed(roomId: RoomId): boolean {
    const untilMs = this.#slowedUntilMs.get(roomId) ?? -Infinity;
    return this.#options.clock.elapsed() < untilMs || (this.#otherSlowed?.of(roomId) ?? 0) > 0;
  }
}
