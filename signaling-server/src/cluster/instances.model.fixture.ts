/**
 * A small world around several instances and their Redis: clients that come, go, lose their
 * connections and return by themselves, and one thing after another that fails. Afterwards
 * everything must be as if nothing had failed.
 */
import { RoomId } from '@lectern/protocol';
import { BEAT_MS } from '../policy.ts';
import { faultsOf } from './model-faults.fixture.ts';
import { ModelInstance, type Broken } from './model-instance.fixture.ts';
import type { ModelPresenter } from './model-presenter.fixture.ts';
import { ModelRedis } from './model-redis.fixture.ts';
import { ModelRoom } from './model-room.fixture.ts';
import { ModelWatcher } from './model-watcher.fixture.ts';
import { checkRemoved, checkWhole } from './model-whole.fixture.ts';
import { RandomRun } from './random-run.fixture.ts';

const INSTANCES = 3;
const MAX_WATCHERS = 6;
/** Time passes in slices, so that what clients and instances do in between can meet. */
const SLICE_MS = 100;
/** Between two attempts of a client. */
const RETRY_MS = { min: 300, max: 1_500 };
/** By then a seat may have been given up, and its link with it. */
const SEAT_KEPT_MS = 25_000;
/**
 * An instance notes with a beat whether a room's presenter is connected to it, and another one
 * reads it then.
 */
const PRESENCE_KNOWN_MS = 3 * BEAT_MS;
/** The longest fault, and the time in which it is noticed and clients are sent back. */
const STRANDED_MS = 15_000;
/** After the last fault: leases, seats, attempts of clients, and pictures that did not come. */
const HEALED_MS = 60_000;

export class InstancesWorld extends RandomRun {
  readonly #redis = new ModelRedis();
  readonly #broken: Broken | undefined;
  readonly #rooms: readonly ModelRoom[];
  readonly #retries = new Map<ModelPresenter | ModelWatcher, number>();
  #instances: ModelInstance[];
  #fault: { readonly end: () => void; leftMs: number } | null = null;
  #calmMs = 0;
  #nowMs = 0;

  constructor(seed: number, broken?: Broken) {
    super(seed);
    this.#broken = broken;
    this.#instances = Array.from({ length: INSTANCES }, () => this.#start());
    this.#rooms = ['a', 'b'].map((letter) => {
      const room: ModelRoom = new ModelRoom(RoomId.parse(letter.repeat(20)), {
        cut: (linkId, why) => this.#cut(room, linkId, why),
        failed: (rule) => this.#fails(rule),
      });
      room.presenter.isForgetful = broken === 'removed';
      return room;
    });
  }

  async begin(): Promise<void> {
    await this.#pass(3_000);
    for (const room of this.#rooms) for (let count = 0; count < 3; count += 1) this.#join(room);
    await this.#pass(5_000);
  }

  /** One random step. Throws when something that must hold does not. */
  async step(): Promise<void> {
    const room = this.pick(this.#rooms);
    const roll = this.random();
    if (roll < 0.06) this.#join(room);
    else if (roll < 0.1) this.#leave(room);
    else if (roll < 0.25) this.pick(room.clients).drop();
    else if (roll < 0.27) this.#remove(room);
    else if (roll < 0.3) this.#skew();
    else if (roll < 0.32) this.#giveUp(room);
    else if (roll < 0.4) for (const client of room.clients) client.say();
    else if (roll < 0.55) this.#fail();
    else await this.#pass(this.pick([100, 200, 500, 1_000]));
    await this.#settle();
    checkRemoved(this.#rooms, (holds, what) => this.expect(holds, what));
  }

  /**
   * Everything works again. Everybody must be where they belong; then all go, and nothing may be
   * left.
   */
  async end(): Promise<void> {
    await this.#heal();
    await this.#pass(HEALED_MS);
    checkRemoved(this.#rooms, (holds, what) => this.expect(holds, what));
    for (const room of this.#rooms) checkWhole(room, this.#instances, (holds, what) => this.expect(holds, what));
    for (const room of this.#rooms) {
      for (const client of room.clients) client.drop();
      room.watchers = [];
    }
    this.#retries.clear();
    await this.#pass(4_000_000, 500_000, false);
    for (const { rooms, cluster, directory } of this.#instances) {
      this.expect(rooms.size === 0, 'every room is forgotten');
      this.expect(rooms.awaited.size === 0, 'no watcher is left waiting for a room');
      this.expect(cluster.farClients === 0, 'no client is left at a door');
      this.expect([...directory.owned()].length === 0, 'no room is owned any more');
    }
  }

  #start(): ModelInstance {
    return new ModelInstance({
      redis: this.#redis,
      random: this.random,
      maxWatchers: MAX_WATCHERS,
      broken: this.#broken,
      events: {
        opened: (at, roomId) => {
          const room = this.#rooms.find(({ id }) => id === roomId);
          if (room !== undefined) room.opened = { at, atMs: this.#nowMs };
        },
        withdrawn: (from, roomId) => this.#checkWithdrawn(from, roomId),
      },
    });
  }

  get #reachable(): readonly ModelInstance[] {
    return this.#instances.filter(({ isDead, isFrozen }) => !isDead && !isFrozen);
  }

  #join(room: ModelRoom): void {
    if (room.watchers.length >= MAX_WATCHERS) return;
    const watcher = new ModelWatcher(room.id, room.media);
    watcher.isForgetful = this.#broken === 'holds';
    room.watchers.push(watcher);
    this.count('watcher comes');
  }

  #leave(room: ModelRoom): void {
    if (room.watchers.length < 2) return;
    const watcher = this.pick(room.watchers);
    room.watchers = room.watchers.filter((one) => one !== watcher);
    watcher.leave();
    this.count('watcher leaves');
  }

  #remove({ presenter, watchers }: ModelRoom): void {
    if (watchers.length < 2) return;
    presenter.remove(this.pick(watchers).watcherId);
    this.count('watcher is removed');
  }

  #giveUp({ id }: ModelRoom): void {
    const owner = this.#reachable.find(({ rooms }) => rooms.find(id) !== undefined);
    if (owner === undefined) return;
    void owner.giveUp(id).catch((error: unknown) => (this.#failed = error));
    this.count('a room is given up');
  }

  /** An instance's wall clock is set. */
  #skew(): void {
    this.pick(this.#instances).clock.set(this.pick([-3_600_000, -2_000, 2_000, 3_600_000]));
    this.count('clock is set');
  }

  #fail(): void {
    if (this.#fault !== null || this.#calmMs < 8_000) return;
    const instance = this.pick(this.#instances);
    const replace = (): void => {
      this.#instances = this.#instances.map((one) => (one === instance ? this.#start() : one));
    };
    const faults = faultsOf({ instance, redis: this.#redis, replace, isEmptied: () => this.random() < 0.5 });
    const { name, begin, end, maxMs } = this.pick(faults);
    begin();
    this.#fault = { end, leftMs: Math.ceil(this.random() * maxMs) };
    this.count(name);
  }

  async #heal(): Promise<void> {
    this.#fault?.end();
    this.#fault = null;
    this.#calmMs = 0;
    // A process that was stopped knows at once how late it is, then which connections have closed.
    for (const instance of this.#instances) this.#advance(instance, 0);
    await new Promise((resolve) => setImmediate(resolve));
    for (const instance of this.#reachable) instance.noticeLosses();
  }

  async #pass(ms: number, sliceMs = SLICE_MS, mayReturn = true): Promise<void> {
    for (let leftMs = ms; leftMs > 0; leftMs -= sliceMs) {
      this.#nowMs += sliceMs;
      this.#redis.advance(sliceMs);
      for (const instance of this.#instances) this.#advance(instance, sliceMs);
      this.#calmMs += sliceMs;
      if (this.#fault !== null && (this.#fault.leftMs -= sliceMs) <= 0) await this.#heal();
      if (mayReturn) this.#returnClients(sliceMs);
      await this.#settle();
      if (!mayReturn) continue;
      this.#checkOwners();
      this.#checkStranded(sliceMs);
    }
  }

  /** What a stopped process has missed comes all at once. */
  readonly #missedMs = new Map<ModelInstance, number>();

  #advance(instance: ModelInstance, ms: number): void {
    if (instance.isDead) return;
    const missedMs = (this.#missedMs.get(instance) ?? 0) + ms;
    this.#missedMs.set(instance, instance.isFrozen ? missedMs : 0);
    if (!instance.isFrozen) instance.clock.advance(missedMs);
  }

  #returnClients(ms: number): void {
    for (const client of this.#rooms.flatMap(({ clients }) => clients)) {
      if (client instanceof ModelWatcher) client.awaitPicture(ms);
      if (client.isIn) continue;
      client.awayMs += ms;
      if (client.socket !== null || (client instanceof ModelWatcher && client.isRemoved)) continue;
      const leftMs = (this.#retries.get(client) ?? this.random() * RETRY_MS.min) - ms;
      if (leftMs > 0) this.#retries.set(client, leftMs);
      else {
        this.#retries.set(client, RETRY_MS.min + this.random() * (RETRY_MS.max - RETRY_MS.min));
        void client.connect(this.pick(this.#reachable)).catch((error: unknown) => (this.#failed = error));
      }
    }
  }

  #failed: unknown;

  /** Until nothing is on its way any more, except to an instance that is stopped. */
  async #settle(): Promise<void> {
    for (let quiet = 0; quiet < 2;) {
      await new Promise((resolve) => setImmediate(resolve));
      quiet += 1;
      for (const instance of this.#reachable) {
        instance.clock.advance(0);
        while (this.#redis.hasMessages(instance.id)) {
          this.#redis.deliver(instance.id);
          quiet = 0;
        }
      }
    }
    if (this.#failed !== undefined) throw this.#failed;
  }

  /** A link that both ends had is gone, although neither wanted that. */
  #cut(room: ModelRoom, linkId: string, why: string): void {
    const watcher = room.watchers.find(({ link }) => link === linkId);
    if (watcher === undefined || room.presenter.removed.has(watcher.watcherId)) return;
    if (watcher.awayMs > SEAT_KEPT_MS || watcher.refusal === 'room-full') return;
    this.#fails(`a link that both ends have stays (${why})`);
  }

  /** In a callback, where a throw would be lost. */
  #fails(rule: string): void {
    this.#failed ??= new Error(`does not hold: ${rule}`);
  }

  /**
   * Its presenter was there, and known to be. An instance that was cut off or stopped counts on none
   * at another door until it has heard that one.
   */
  #checkWithdrawn(from: ModelInstance, roomId: RoomId): void {
    const room = this.#rooms.find(({ id }) => id === roomId);
    if (room?.presenter.isIn !== true || room.opened?.at !== from) return;
    if (this.#nowMs - room.opened.atMs < PRESENCE_KNOWN_MS) return;
    const isElsewhere = room.presenter.socket?.instance !== from;
    if (isElsewhere && from.outAtMs > room.opened.atMs) return;
    this.#fails('of two owners the one with the presenter keeps the room');
  }

  #checkOwners(): void {
    for (const one of this.#instances) if (one.isFrozen || !one.directory.holdsLease) one.outAtMs = this.#nowMs;
    for (const room of this.#rooms) {
      const owners = this.#reachable.filter(({ directory }) => directory.holdsLease && directory.owns(room.id));
      // The instance that a room was taken from learns it with a beat.
      if (owners.length <= 1) room.oneOwnerAtMs = this.#nowMs;
      this.expect(this.#nowMs - room.oneOwnerAtMs <= 2 * BEAT_MS, 'of the instances with a lease one owns the room');
    }
  }

  /**
   * No watcher is left where nothing would ever reach it: in a dead room, or waiting for one that
   * is open.
   */
  #checkStranded(ms: number): void {
    for (const { id, presenter, clients } of this.#rooms) {
      const rooms = this.#instances.flatMap(({ isDead, rooms: own }) => (isDead ? [] : (own.find(id) ?? [])));
      const here = new Set(rooms.flatMap(({ seats }) => [...seats].map(({ watcherId }) => watcherId)));
      for (const client of clients) {
        const hasPlace =
          client instanceof ModelWatcher ? here.has(client.watcherId) : rooms.some(({ hasPresenter }) => hasPresenter);
        const isStranded = client.isIn ? !hasPlace : client.isEntering && presenter.isIn;
        client.strandedMs = isStranded ? client.strandedMs + ms : 0;
        this.expect(client.strandedMs <= STRANDED_MS, 'no client is left behind');
      }
    }
  }
}
