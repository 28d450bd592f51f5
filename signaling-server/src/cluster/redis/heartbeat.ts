/**
 * Keeps an instance alive in the directory, and sees which others are. The instance holds a lease
 * until the moment at which its key expires in Redis, by a clock that is never set. Where it is cut
 * off from Redis and knows it, others may suspect it to be dead, and its lease ends as early as its
 * key may expire then.
 */
import type { Logger } from 'pino';
import { ALIVE_MS, BEAT_MS, GONE_AFTER_MS, SETTLE_MS, SUSPECTED_MS } from '../../policy.ts';
import type { Cancel, Clock } from '../../room/clock.ts';
import type { InstanceFacts, InstanceId, OwnFacts } from '../instance.ts';
import type { DirectorySteps } from './directory-scripts.ts';

export interface HeartbeatOptions {
  readonly self: InstanceId;
  readonly clock: Clock;
  readonly log: Logger;
  readonly scripts: Pick<DirectorySteps, 'beat' | 'suspect'>;
  readonly facts: () => OwnFacts;
  /** Others may have claimed our rooms, or Redis has lost them: each is confirmed. */
  readonly confirm: () => Promise<void>;
  /** After each beat, with the tags of rooms that were taken from us. */
  readonly onBeat: (taken: readonly string[]) => Promise<void>;
  readonly onGone: (id: InstanceId) => void;
  readonly onLease: (is: 'lost' | 'back') => void;
}

export class Heartbeat {
  /** Resolves with the first lease. Never rejects. */
  readonly begun: Promise<void>;
  readonly #options: HeartbeatOptions;
  #begin: () => void = () => undefined;
  #lease: 'none' | 'held' | 'lost' | 'closed' = 'none';
  #leaseUntilMs = -Infinity;
  #lastBeatMs = -Infinity;
  /** Since a beat has failed or came too late. */
  #mustConfirm = false;
  #isConfirming = false;
  /** Redis was away since the last beat. */
  #wasAway = false;
  /** Before this moment, an instance that is not listed may be on its way back. */
  #believeAbsenceFromMs = -Infinity;
  #instances = new Map<InstanceId, InstanceFacts>();
  /** Until when its suspicion holds. */
  readonly #suspectedUntilMs = new Map<InstanceId, number>();
  #beating: Promise<void> | undefined;
  #nextBeatMs = BEAT_MS;
  #cancelNext: Cancel = () => undefined;
  #cancelEnd: Cancel = () => undefined;

  constructor(options: HeartbeatOptions) {
    this.#options = options;
    this.begun = new Promise((resolve) => {
      this.#begin = resolve;
    });
  }

  get holdsLease(): boolean {
    return this.#lease === 'held' && !this.#isConfirming && this.#options.clock.elapsed() < this.#leaseUntilMs;
  }

  get instances(): readonly InstanceFacts[] {
    const { self, facts } = this.#options;
    return [{ id: self, ...facts() }, ...this.others];
  }

  get others(): readonly InstanceFacts[] {
    return [...this.#instances.values()].filter(({ id }) => id !== this.#options.self);
  }

  /** Beats now, or waits for the beat that is under way. Rejects when that fails. */
  beat(): Promise<void> {
    this.#beating ??= this.#beatOnce().finally(() => {
      this.#beating = undefined;
      this.#cancelNext();
      if (this.#lease !== 'closed') this.#cancelNext = this.#options.clock.after(this.#nextBeatMs, () => this.start());
    });
    return this.#beating;
  }

  /** Beats now and from now on. */
  start(): void {
    this.beat().catch((error: unknown) => this.#options.log.debug({ err: error }, 'heartbeat failed'));
  }

  /** The connection to Redis is lost. */
  away(): void {
    this.#wasAway = true;
    this.#leaseUntilMs = Math.min(this.#leaseUntilMs, this.#lastBeatMs + SUSPECTED_MS);
    if (this.#lease === 'held') this.#watchEnd();
  }

  /** Nothing receives what is sent to it. */
  suspect(id: InstanceId): void {
    const { self, clock, scripts, log } = this.#options;
    const nowMs = clock.elapsed();
    if (id === self || !this.#instances.has(id) || nowMs < (this.#suspectedUntilMs.get(id) ?? -Infinity)) return;
    // After Redis was away, the other may not be back yet.
    if (nowMs < this.#believeAbsenceFromMs) return;
    this.#suspectedUntilMs.set(id, nowMs + SUSPECTED_MS);
    scripts.suspect(id).catch((error: unknown) => log.debug({ err: error, instance: id }, 'not suspected'));
  }

  close(): void {
    this.#lease = 'closed';
    this.#cancelNext();
    this.#cancelEnd();
  }

  async #beatOnce(): Promise<void> {
    if (this.#lease === 'closed') throw new Error('the directory is closed');
    const { clock, scripts, facts, confirm, onBeat } = this.#options;
    const sentMs = clock.elapsed();
    this.#nextBeatMs = BEAT_MS;
    const isReturning = this.#lease !== 'none';
    if (isReturning && sentMs >= this.#leaseUntilMs) this.#mustConfirm = true;
    try {
      const beat = await scripts.beat(facts(), isReturning);
      if (isReturning && !beat.wasAlive) this.#mustConfirm = true;
      // Redis was away, perhaps for all.
      if (this.#mustConfirm || this.#wasAway || sentMs - this.#lastBeatMs > 2 * BEAT_MS) {
        this.#believeAbsenceFromMs = clock.elapsed() + SETTLE_MS;
        this.#wasAway = false;
      }
      if (this.#mustConfirm) {
        this.#isConfirming = true;
        await confirm();
      }
      this.#held(sentMs);
      this.#see(beat.instances);
      // Clients wait for the rooms of one that has died.
      this.#nextBeatMs = Math.min(BEAT_MS, beat.firstGoneMs + GONE_AFTER_MS);
      this.#begin();
      await onBeat(beat.taken);
    } catch (error) {
      // It may have been carried out all the same.
      this.#mustConfirm = isReturning;
      throw error;
    }
  }

  #held(sentMs: number): void {
    if (this.#lease === 'closed') return;
    const before = this.#lease;
    this.#mustConfirm = false;
    this.#isConfirming = false;
    this.#lease = 'held';
    this.#lastBeatMs = sentMs;
    this.#leaseUntilMs = sentMs + ALIVE_MS;
    this.#watchEnd();
    if (before === 'lost') this.#options.onLease('back');
  }

  #watchEnd(): void {
    const { clock, onLease } = this.#options;
    this.#cancelEnd();
    this.#cancelEnd = clock.after(Math.max(0, this.#leaseUntilMs - clock.elapsed()), () => {
      if (this.#lease !== 'held') return;
      // A timer may be early by a millisecond.
      if (clock.elapsed() < this.#leaseUntilMs) {
        this.#watchEnd();
        return;
      }
      this.#lease = 'lost';
      onLease('lost');
    });
  }

  #see(listed: readonly InstanceFacts[]): void {
    const seen = new Map(listed.map((facts) => [facts.id, facts]));
    const gone: InstanceId[] = [];
    for (const [id, facts] of this.#instances) {
      if (seen.has(id)) continue;
      if (this.#options.clock.elapsed() < this.#believeAbsenceFromMs) seen.set(id, facts);
      else gone.push(id);
    }
    this.#instances = seen;
    for (const id of this.#suspectedUntilMs.keys()) if (!seen.has(id)) this.#suspectedUntilMs.delete(id);
    for (const id of gone) this.#options.onGone(id);
  }
}
