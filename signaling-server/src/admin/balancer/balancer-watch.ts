/**
 * Watches the balancer where several instances run without Redis. When an instance comes back or is
 * added, the balancer sends the newcomers of some rooms there, while the earlier clients are still
 * here. This instance then hands such a room over, so that all of its clients meet again.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { RoomId } from '@lectern/protocol';
import type { Logger } from 'pino';
import type { InstanceId } from '../../cluster/instance.ts';
import type { BalancerPolicy } from '../../policy.ts';
import { randomHint, roomHint, shortRoomId } from '../../room/ids.ts';

interface BalancerWatchOptions {
  readonly self: InstanceId;
  readonly log: Logger;
  readonly policy: BalancerPolicy;
  /** The rooms that have clients here. */
  readonly rooms: () => readonly RoomId[];
  /** The instance that the balancer chooses for this hint. Rejects without an answer. */
  readonly ask: (hint: string, signal: AbortSignal) => Promise<InstanceId>;
  /** Sends the room's clients to the balancer once more. */
  readonly handOver: (roomId: RoomId) => Promise<void>;
}

interface Elsewhere {
  readonly roomId: RoomId;
  readonly instance: InstanceId;
}

export class BalancerWatch {
  readonly #options: BalancerWatchOptions;
  readonly #closing = new AbortController();
  /** When each other instance has answered last. */
  readonly #seen = new Map<InstanceId, number>();
  /** To which instance each of these rooms was handed over, and when. */
  readonly #handedOver = new Map<RoomId, { readonly to: InstanceId; readonly atMs: number }>();
  #turn = 0;
  /** Questions in a row that had no answer. */
  #unanswered = 0;

  constructor(options: BalancerWatchOptions) {
    this.#options = options;
  }

  start(): void {
    void this.#run();
  }

  close(): void {
    this.#closing.abort();
  }

  async #run(): Promise<void> {
    const { policy, log } = this.#options;
    while (!this.#closing.signal.aborted) {
      await this.#pause(policy.askEveryMs);
      try {
        await this.#check();
      } catch (error) {
        log.error({ err: error }, 'the balancer could not be checked');
      }
    }
  }

  /**
   * Asks about some rooms in turn, and with some hints that belong to no room: these find new
   * instances even where there are few rooms. A new instance is the reason to ask about all rooms.
   */
  async #check(): Promise<void> {
    const rooms = this.#options.rooms();
    if (rooms.length === 0 || this.#closing.signal.aborted) return;
    const { roomsInTurn, hintsAtRandom } = this.#options.policy;
    const [found, others] = await Promise.all([
      this.#askAbout(this.#nextOf(rooms, roomsInTurn)),
      Promise.all(Array.from({ length: hintsAtRandom }, () => this.#ask(randomHint()))),
    ]);
    const isNew = [...found.map(({ instance }) => instance), ...others].map((instance) => this.#notice(instance));
    const elsewhere = isNew.includes(true) || found.length > 0 ? await this.#askAboutAll(rooms) : found;
    if (elsewhere.length > 0) await this.#handOver(elsewhere);
  }

  #nextOf(rooms: readonly RoomId[], count: number): readonly RoomId[] {
    const start = this.#turn % rooms.length;
    this.#turn = start + count;
    return [...rooms.slice(start), ...rooms.slice(0, start)].slice(0, count);
  }

  async #askAboutAll(rooms: readonly RoomId[]): Promise<readonly Elsewhere[]> {
    const { askedAtOnce } = this.#options.policy;
    const found: Elsewhere[] = [];
    for (let asked = 0; asked < rooms.length; asked += askedAtOnce)
      found.push(...(await this.#askAbout(rooms.slice(asked, asked + askedAtOnce))));
    return found;
  }

  async #askAbout(rooms: readonly RoomId[]): Promise<readonly Elsewhere[]> {
    const answers = rooms.map(async (roomId) => ({ roomId, instance: await this.#ask(roomHint(roomId)) }));
    return (await Promise.all(answers)).flatMap(({ roomId, instance }) =>
      instance === undefined || instance === this.#options.self ? [] : [{ roomId, instance }],
    );
  }

  /** Undefined without an answer. */
  async #ask(hint: string): Promise<InstanceId | undefined> {
    const { ask, policy, log } = this.#options;
    const signal = AbortSignal.any([this.#closing.signal, AbortSignal.timeout(policy.answerWithinMs)]);
    try {
      const instance = await ask(hint, signal);
      if (this.#unanswered >= policy.silentAfter) log.info('the balancer answers again');
      this.#unanswered = 0;
      return instance;
    } catch (error) {
      if (this.#closing.signal.aborted) return undefined;
      this.#unanswered += 1;
      if (this.#unanswered !== policy.silentAfter) return undefined;
      const reason = error instanceof Error ? error.message : String(error);
      log.warn(
        { reason },
        'the balancer does not answer, so rooms that it sends elsewhere stay here: check LECTERN_BALANCER_URL if this stays',
      );
      return undefined;
    }
  }

  /** Whether this instance has not answered for some time. */
  #notice(instance: InstanceId | undefined): boolean {
    if (instance === undefined || instance === this.#options.self) return false;
    const nowMs = performance.now();
    const lastMs = this.#seen.get(instance) ?? -Infinity;
    this.#seen.set(instance, nowMs);
    const { newAfterMs } = this.#options.policy;
    for (const [id, atMs] of this.#seen) if (nowMs - atMs > newAfterMs) this.#seen.delete(id);
    return nowMs - lastMs > newAfterMs;
  }

  /** Only where the balancer gives the same answer again: it may have changed its choice. */
  async #handOver(elsewhere: readonly Elsewhere[]): Promise<void> {
    const { policy, log, handOver } = this.#options;
    await this.#pause(policy.askAgainAfterMs);
    const stepMs = Math.min(policy.betweenRoomsMs, policy.allRoomsWithinMs / elsewhere.length);
    for (const { roomId, instance } of elsewhere) {
      if (this.#closing.signal.aborted) return;
      if (this.#isBack({ roomId, instance })) continue;
      if ((await this.#ask(roomHint(roomId))) !== instance) continue;
      log.info({ room: shortRoomId(roomId), to: instance }, 'room handed over: the balancer sends its clients there');
      this.#handedOver.set(roomId, { to: instance, atMs: performance.now() });
      await handOver(roomId);
      await this.#pause(stepMs);
    }
  }

  /**
   * The room was handed over to that instance a short time ago, and its clients have come back
   * here. If that instance has died meanwhile, that was the reason; its successor has another name.
   */
  #isBack({ roomId, instance }: Elsewhere): boolean {
    const { policy, log } = this.#options;
    const nowMs = performance.now();
    for (const [id, { atMs }] of this.#handedOver)
      if (nowMs - atMs > policy.handedOverAgainMs) this.#handedOver.delete(id);
    if (this.#handedOver.get(roomId)?.to !== instance) return false;
    log.warn(
      { room: shortRoomId(roomId) },
      'the balancer does not keep a room’s clients together: it has to hash on the parameter a of their address',
    );
    return true;
  }

  async #pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.#closing.signal, ref: false }).catch(() => undefined);
  }
}
