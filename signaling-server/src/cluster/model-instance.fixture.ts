/**
 * An instance of the model: the real rooms, routing, wire and directory, over a Redis that is a
 * model.
 */
import pino from 'pino';
import type { NoticeName, NoticePayload, PasscodeGeneration, RoomId } from '@lectern/protocol';
import { ROOM_LEAVES_WITHIN_MS, SENT_BACK_WITHIN_MS } from '../policy.ts';
import type { Cancel } from '../room/clock.ts';
import { FakeClock } from '../room/fake-clock.fixture.ts';
import { notifyEach } from '../room/fake-outlet.fixture.ts';
import type { Member } from '../room/member.ts';
import type { Outlet } from '../room/outlet.ts';
import { roomOptions } from '../room/room-options.fixture.ts';
import { WaitingBytes } from '../room/waiting-bytes.ts';
import { Cluster } from './cluster.ts';
import { notifyAllVia, sendOver } from './far-outlet.ts';
import { wireVersions } from './frames.ts';
import { newInstanceId, type InstanceId } from './instance.ts';
import type { ModelRedis } from './model-redis.fixture.ts';
import type { DirectorySteps } from './redis/directory-scripts.ts';
import { RedisDirectory } from './redis/redis-directory.ts';
import type { RoomPort } from './room-port.ts';
import { RoomTags } from './room-tags.ts';
import { Rooms } from './rooms.ts';
import { SealedWire } from './sealed-wire.ts';
import type { Wire } from './wire.ts';

const log = pino({ level: 'silent' });
const secret = Buffer.alloc(32, 7);
const limits = {
  maxRooms: 100,
  maxAwaiting: 100,
  watchersPerIdentity: 1_000,
  perAddress: 100,
  perIdentity: 100,
  tokenTtlMs: 600_000,
};

/** A rule that the model breaks on purpose, to show that it would be noticed. */
export const brokenRules = [
  'gaps',
  'gone',
  'given-up',
  'holds',
  'removed',
  'lost-track',
  'moving',
  'presenter',
  'presenter-noted',
] as const;
export type Broken = (typeof brokenRules)[number];

/** What an instance does with rooms of its own. */
export interface InstanceEvents {
  /** The presenter has opened the room there. */
  opened(instance: ModelInstance, roomId: RoomId): void;
  /** Another instance runs the room now. */
  withdrawn(instance: ModelInstance, roomId: RoomId): void;
}

interface InstanceOptions {
  readonly redis: ModelRedis;
  readonly random: () => number;
  readonly maxWatchers: number;
  readonly events: InstanceEvents;
  readonly broken: Broken | undefined;
}

export interface SocketOwner {
  receive(name: NoticeName, payload: unknown): void;
  disconnected(socket: ModelSocket): void;
}

/** A client's connection, as its door has it. */
export class ModelSocket implements Outlet {
  readonly instance: ModelInstance;
  readonly port: RoomPort;
  readonly #owner: SocketOwner;
  isOpen = true;
  /** It waits for its room to be opened. */
  stopWaiting: Cancel = () => undefined;
  /** The member that it speaks for once it has entered. */
  member: Member | undefined;

  constructor(instance: ModelInstance, roomId: RoomId, owner: SocketOwner) {
    this.instance = instance;
    this.port = instance.cluster.findRoom(roomId);
    this.#owner = owner;
    instance.sockets.add(this);
  }

  notify<N extends NoticeName>(name: N, payload: NoticePayload<N>): void {
    // Over a network: a client's answer never comes within the call that notifies it.
    queueMicrotask(() => {
      if (this.isOpen) this.#owner.receive(name, payload);
    });
  }

  renewToken(_generation: PasscodeGeneration): void {}

  close(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.instance.sockets.delete(this);
    this.stopWaiting();
    const { member } = this;
    if (member !== undefined) this.instance.hasLost(() => void this.port.lost(member).catch(() => undefined));
    this.#owner.disconnected(this);
  }
}

export class ModelInstance {
  readonly id: InstanceId = newInstanceId();
  readonly clock = new FakeClock();
  readonly rooms: Rooms;
  readonly cluster: Cluster;
  readonly directory: RedisDirectory;
  readonly sockets = new Set<ModelSocket>();
  readonly #random: () => number;
  /** Of connections that have closed while it was stopped. */
  #lateLosses: (() => void)[] = [];
  isFrozen = false;
  isDead = false;
  /** When it was last stopped or without its lease. */
  outAtMs = 0;

  constructor({ redis, random, maxWatchers, events, broken }: InstanceOptions) {
    const { id, clock } = this;
    this.#random = random;
    const connected = redis.connect(id);
    const waiting = new WaitingBytes(Infinity);
    this.directory = new RedisDirectory({
      self: id,
      redis: connected.redis,
      scripts: broken === 'presenter-noted' ? withoutNotes(redis.stepsOf(id)) : redis.stepsOf(id),
      clock,
      log,
      tags: new RoomTags([secret]),
      facts: () => ({ wire: wireVersions, draining: false, rooms: this.rooms.size, watchers: this.rooms.watchers }),
      hasPresenter: (roomId) => broken !== 'presenter' && this.cluster.hasPresenter(roomId),
    });
    const wire = new SealedWire({
      self: id,
      keys: [{ id: 'k'.repeat(8), key: secret }],
      carrier: connected.carrier,
      clock,
      log,
      waiting,
      versionsOf: (other) => this.directory.instances().find((facts) => facts.id === other)?.wire,
    });
    const send = sendOver(wire, log);
    this.rooms = new Rooms(
      roomOptions({ clock, maxWatchers, waiting, notifyAll: notifyAllVia(notifyEach, send) }),
      limits,
      {
        opened: (roomId) => {
          events.opened(this, roomId);
          this.cluster.opened(roomId);
        },
        forgotten: (roomId) => this.cluster.forgotten(roomId),
      },
    );
    if (broken === 'moving') this.rooms.moving.add = () => undefined;
    this.cluster = new Cluster({
      directory: broken === 'gone' ? withoutGone(this.directory) : this.directory,
      wire: without(broken, wire),
      rooms: this.rooms,
      send,
      close: async () => wire.close(),
      observer: { roomMoved: () => undefined },
      ownRoomId: OWN_ROOM,
      isLeaving: () => false,
      clock,
      log,
      hands: {
        forward: (outlet, notice) => {
          const [name, payload] = JSON.parse(notice) as [NoticeName, NoticePayload<NoticeName>];
          outlet.notify(name, payload);
        },
        sendBack: (some) => this.#sendBack(some, SENT_BACK_WITHIN_MS),
        sendBackRoom: (roomId) => {
          events.withdrawn(this, roomId);
          this.#sendBack(this.#socketsOf(roomId), SENT_BACK_WITHIN_MS);
        },
      },
    });
  }

  /** It leaves the room to the others, as an instance does that is emptied. */
  async giveUp(roomId: RoomId): Promise<void> {
    await this.cluster.giveUp(roomId);
    this.#sendBack(this.#socketsOf(roomId), ROOM_LEAVES_WITHIN_MS);
  }

  #socketsOf(roomId: RoomId): readonly ModelSocket[] {
    return [...this.sockets].filter(({ port }) => port.roomId === roomId);
  }

  #sendBack(some: readonly unknown[], withinMs: number): void {
    for (const socket of some) {
      if (socket instanceof ModelSocket) this.clock.after(this.#random() * withinMs, () => socket.close());
    }
  }

  /** A connection has closed. A stopped process learns that when it goes on. */
  hasLost(handle: () => void): void {
    if (this.isFrozen) this.#lateLosses.push(handle);
    else if (!this.isDead) handle();
  }

  noticeLosses(): void {
    for (const handle of this.#lateLosses.splice(0)) handle();
  }

  /** SIGKILL. */
  kill(): void {
    this.isDead = true;
    for (const socket of this.sockets) socket.close();
  }
}

const OWN_ROOM = 'z'.repeat(20) as RoomId;

const withoutNotes = (steps: DirectorySteps): DirectorySteps => ({ ...steps, notePresenter: async () => undefined });

const withoutGone = (directory: RedisDirectory) =>
  new Proxy(directory, {
    get: (target, name) => {
      if (name === 'subscribe') {
        return (listener: Parameters<RedisDirectory['subscribe']>[0]) =>
          target.subscribe({
            confirming: () => listener.confirming(),
            instanceGone: () => undefined,
            roomTaken: (roomId) => listener.roomTaken(roomId),
            roomsConfirmed: () => listener.roomsConfirmed(),
            leaseLost: () => listener.leaseLost(),
            leaseBack: () => listener.leaseBack(),
          });
      }
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });

const without = (what: Broken | undefined, wire: Wire): Wire => ({
  self: wire.self,
  send: (to, frame) => wire.send(to, frame),
  broadcast: (frame) => wire.broadcast(frame),
  subscribe: (listener) =>
    wire.subscribe({
      gap: (from) => what !== 'gaps' && listener.gap(from),
      frame: (from, frame) => frame.type !== what && listener.frame(from, frame),
      unheard: (by) => listener.unheard(by),
      missed: () => listener.missed(),
    }),
  recheck: () => wire.recheck(),
  isUnsureOf: (instance) => wire.isUnsureOf(instance),
  forget: (instance) => wire.forget(instance),
  close: () => wire.close(),
});
