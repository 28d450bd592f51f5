/** The directory on Redis. The rules of its entries are in `directory-scripts.ts`. */
import { SignalingError, type RoomId } from '@lectern/protocol';
import type { Logger } from 'pino';
import { CLAIM_ATTEMPTS, MAX_REMEMBERED_OWNERS } from '../../policy.ts';
import type { Cancel, Clock } from '../../room/clock.ts';
import type { ClusterObserver } from '../cluster-observer.ts';
import type { Directory, DirectoryListener, DirectoryOptions, Owner } from '../directory.ts';
import type { InstanceFacts, InstanceId } from '../instance.ts';
import type { RoomTags } from '../room-tags.ts';
import type { DirectorySteps } from './directory-scripts.ts';
import { Heartbeat } from './heartbeat.ts';
import type { RedisConnection } from './redis-connection.ts';

export interface RedisDirectoryOptions extends DirectoryOptions {
  /** Closed by its creator, after the directory. */
  readonly redis: Pick<RedisConnection, 'state' | 'watch'>;
  readonly scripts: DirectorySteps;
  readonly clock: Clock;
  readonly log: Logger;
  readonly tags: RoomTags;
  readonly observer?: Pick<ClusterObserver, 'roomMoved'>;
}

interface OwnedRoom {
  readonly owner: Owner;
  readonly tags: readonly string[];
  /** As Redis has it. */
  hasPresenter: boolean;
}

const pause = (clock: Clock, ms: number): Promise<void> => new Promise((resolve) => void clock.after(ms, resolve));

export class RedisDirectory implements Directory {
  readonly self: InstanceId;
  readonly #options: RedisDirectoryOptions;
  readonly #scripts: DirectorySteps;
  readonly #heartbeat: Heartbeat;
  readonly #owned = new Map<RoomId, OwnedRoom>();
  /** Owners of other rooms. */
  readonly #remembered = new Map<RoomId, Owner>();
  /** Rooms that Redis has not heard to be released. */
  readonly #releasing = new Map<RoomId, readonly string[]>();
  /** Claims under way: each room is claimed once at a time. */
  readonly #claims = new Map<RoomId, Promise<Owner>>();
  readonly #listeners = new Set<DirectoryListener>();
  readonly #unsubscribe: Cancel;

  constructor(options: RedisDirectoryOptions) {
    const { self, redis, scripts, facts } = options;
    this.self = self;
    this.#options = options;
    this.#scripts = scripts;
    this.#heartbeat = new Heartbeat({
      ...options,
      facts,
      confirm: () => this.#confirmAgain(),
      onBeat: (taken) => this.#afterBeat(taken),
      onGone: (id) => this.#gone(id),
      onLease: (is) => this.#emit((listener) => (is === 'lost' ? listener.leaseLost() : listener.leaseBack())),
    });
    this.#unsubscribe = redis.watch({ here: () => this.#heartbeat.start(), away: () => this.#heartbeat.away() });
    if (redis.state.type === 'here') this.#heartbeat.start();
  }

  /** Resolves when Redis knows this instance, and it knows the others. Never rejects. */
  get joined(): Promise<void> {
    return this.#heartbeat.begun;
  }

  get holdsLease(): boolean {
    return this.#heartbeat.holdsLease;
  }

  async ownerOf(roomId: RoomId): Promise<Owner | undefined> {
    const owned = await this.#ownedNow(roomId);
    if (owned !== undefined) return owned;
    const remembered = this.#remembered.get(roomId);
    if (remembered !== undefined) return remembered;
    const owner = await this.#ask(() => this.#scripts.ownerOf(this.#options.tags.of(roomId)));
    // An entry of ours that we do not have is on its way out.
    if (owner === undefined || owner.instance === this.self) return undefined;
    this.#remember(roomId, owner);
    return owner;
  }

  async claim(roomId: RoomId): Promise<Owner> {
    const known = (await this.#ownedNow(roomId)) ?? this.#remembered.get(roomId);
    if (known !== undefined) return known;
    const underWay = this.#claims.get(roomId);
    if (underWay !== undefined) return underWay;
    const claim = this.#claim(roomId).finally(() => this.#claims.delete(roomId));
    this.#claims.set(roomId, claim);
    return claim;
  }

  async release(roomId: RoomId): Promise<void> {
    const owned = this.#owned.get(roomId);
    if (owned === undefined) return;
    this.#owned.delete(roomId);
    this.#releasing.set(roomId, owned.tags);
    try {
      await this.#flushReleases();
    } catch (error) {
      this.#options.log.debug({ err: error }, 'release is repeated with the next heartbeat');
    }
  }

  forget(roomId: RoomId): void {
    this.#remembered.delete(roomId);
  }

  suspect(instance: InstanceId): void {
    this.#heartbeat.suspect(instance);
  }

  owned(): Iterable<RoomId> {
    return this.#owned.keys();
  }

  owns(roomId: RoomId): boolean {
    return this.#owned.has(roomId);
  }

  instances(): readonly InstanceFacts[] {
    return this.#heartbeat.instances;
  }

  others(): readonly InstanceFacts[] {
    return this.#heartbeat.others;
  }

  subscribe(listener: DirectoryListener): Cancel {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  async close(): Promise<void> {
    this.#unsubscribe();
    this.#heartbeat.close();
    this.#listeners.clear();
    try {
      await this.#scripts.leave();
    } catch (error) {
      this.#options.log.debug({ err: error }, 'the others see only later that this instance has left');
    }
  }

  /**
   * A room of ours. Without the lease Redis is asked first; where that is away, the room goes on
   * here.
   */
  async #ownedNow(roomId: RoomId): Promise<Owner | undefined> {
    if (this.#owned.has(roomId) && !this.holdsLease && this.#options.redis.state.type === 'here') {
      await this.#heartbeat.beat().catch((error: unknown) => this.#options.log.debug({ err: error }, 'not confirmed'));
    }
    return this.#owned.get(roomId)?.owner;
  }

  async #claim(roomId: RoomId): Promise<Owner> {
    const tags = this.#options.tags.of(roomId);
    for (let attempt = 0; attempt < CLAIM_ATTEMPTS; attempt += 1) {
      if (!this.holdsLease) await this.#ask(() => this.#heartbeat.beat());
      const claimed = await this.#ask(() => this.#scripts.claim(tags));
      switch (claimed.type) {
        case 'owner':
          if (claimed.owner.instance === this.self) {
            if (claimed.isInherited) this.#options.observer?.roomMoved('claimed');
            this.#releasing.delete(roomId);
            this.#owned.set(roomId, { owner: claimed.owner, tags, hasPresenter: false });
          } else this.#remember(roomId, claimed.owner);
          return claimed.owner;
        case 'settling':
          await pause(this.#options.clock, claimed.ms);
          break;
        case 'not-alive':
          // Redis has been wiped since the last beat.
          await this.#ask(() => this.#heartbeat.beat());
      }
    }
    throw new SignalingError('room-moving', 'the room cannot be claimed now');
  }

  async #confirmAgain(): Promise<void> {
    this.#emit((listener) => listener.confirming());
    await this.#confirmAll(this.#owned.keys());
    this.#emit((listener) => listener.roomsConfirmed());
  }

  async #confirmAll(roomIds: Iterable<RoomId>): Promise<void> {
    await Promise.all([...roomIds].map((roomId) => this.#confirm(roomId)));
  }

  async #confirm(roomId: RoomId): Promise<void> {
    const owned = this.#owned.get(roomId);
    if (owned === undefined) return;
    const hasPresenter = this.#options.hasPresenter(roomId);
    const owner = await this.#scripts.confirm(owned.tags, owned.owner.fence, hasPresenter);
    if (this.#owned.get(roomId) !== owned) return;
    if (owner.instance === this.self) {
      this.#owned.set(roomId, { ...owned, owner, hasPresenter });
      return;
    }
    this.#owned.delete(roomId);
    this.#remember(roomId, owner);
    this.#emit((listener) => listener.roomTaken(roomId));
  }

  async #afterBeat(taken: readonly string[]): Promise<void> {
    const tags = new Set(taken);
    const mine =
      taken.length === 0 ? [] : [...this.#owned].filter(([, owned]) => owned.tags.some((tag) => tags.has(tag)));
    await this.#confirmAll(mine.map(([roomId]) => roomId));
    await this.#flushReleases();
    await this.#notePresenters();
  }

  async #flushReleases(): Promise<void> {
    await Promise.all(
      [...this.#releasing].map(async ([roomId, tags]) => {
        await this.#scripts.release(tags);
        if (this.#releasing.get(roomId) === tags) this.#releasing.delete(roomId);
      }),
    );
  }

  async #notePresenters(): Promise<void> {
    await Promise.all(
      [...this.#owned].map(async ([roomId, owned]) => {
        const hasPresenter = this.#options.hasPresenter(roomId);
        if (hasPresenter === owned.hasPresenter) return;
        await this.#scripts.notePresenter(owned.tags, hasPresenter);
        owned.hasPresenter = hasPresenter;
      }),
    );
  }

  #gone(id: InstanceId): void {
    const itsRooms = [...this.#remembered].flatMap(([roomId, owner]) => (owner.instance === id ? [roomId] : []));
    for (const roomId of itsRooms) this.#remembered.delete(roomId);
    this.#options.log.info({ instance: id }, 'instance gone');
    this.#emit((listener) => listener.instanceGone(id, itsRooms));
  }

  #remember(roomId: RoomId, owner: Owner): void {
    const [oldest] = this.#remembered.keys();
    if (this.#remembered.size >= MAX_REMEMBERED_OWNERS && oldest !== undefined) this.#remembered.delete(oldest);
    this.#remembered.set(roomId, owner);
  }

  #emit(notify: (listener: DirectoryListener) => void): void {
    for (const listener of this.#listeners) notify(listener);
  }

  /** Clients may come back with the same request: the room is not unknown. */
  async #ask<T>(question: () => Promise<T>): Promise<T> {
    try {
      return await question();
    } catch (error) {
      this.#options.log.debug({ err: error }, 'directory not reached');
      throw new SignalingError('room-moving', 'it cannot be known now which instance runs the room');
    }
  }
}
