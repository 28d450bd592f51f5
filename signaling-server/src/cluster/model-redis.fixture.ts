/**
 * Redis for the model of several instances: the steps of the directory, and messages that reach the
 * connected instances. It can be away, come back empty, and be cut off from single instances.
 */
import { ALIVE_MS, SETTLE_MS, SUSPECTED_MS } from '../policy.ts';
import type { Cancel } from '../room/clock.ts';
import type { Carrier, CarrierListener, Destination } from './carrier.ts';
import type { Owner } from './directory.ts';
import type { InstanceFacts, InstanceId, OwnFacts } from './instance.ts';
import type { DirectorySteps } from './redis/directory-scripts.ts';
import type { RedisConnection, RedisListener, RedisState } from './redis/redis-connection.ts';

interface Entry extends Owner {
  readonly hasPresenter: boolean;
}

interface Message {
  readonly to: Destination;
  readonly bytes: Uint8Array;
}

class Connection {
  readonly listeners = new Set<RedisListener>();
  readonly messages: Message[] = [];
  carrier: CarrierListener | undefined;
}

export class ModelRedis {
  #nowMs = 0;
  #isAway = false;
  #settlesAtMs = 0;
  readonly #cutOff = new Set<InstanceId>();
  readonly #connections = new Map<InstanceId, Connection>();
  readonly #alive = new Map<InstanceId, { readonly facts: OwnFacts; readonly untilMs: number }>();
  readonly #owners = new Map<string, Entry>();
  readonly #taken = new Map<InstanceId, string[]>();

  advance(ms: number): void {
    this.#nowMs += ms;
  }

  connect(self: InstanceId): { redis: Pick<RedisConnection, 'state' | 'watch'>; carrier: Carrier } {
    const connection = new Connection();
    this.#connections.set(self, connection);
    const state = (): RedisState => (this.#reaches(self) ? { type: 'here' } : { type: 'away', sinceMs: 0, reason: '' });
    return {
      redis: {
        get state() {
          return state();
        },
        watch: (listener): Cancel => {
          connection.listeners.add(listener);
          return () => connection.listeners.delete(listener);
        },
      },
      carrier: {
        publish: async (to, bytes) => this.#publish(self, to, bytes),
        subscribe: async (listener) => void (connection.carrier = listener),
        close: () => undefined,
      },
    };
  }

  /** Its process has ended: its key stays until it expires. */
  disconnect(id: InstanceId): void {
    this.#connections.delete(id);
    this.#cutOff.delete(id);
  }

  cutOff(id: InstanceId): void {
    this.#change(() => this.#cutOff.add(id));
  }

  reachAgain(id: InstanceId): void {
    this.#change(() => this.#cutOff.delete(id));
  }

  goAway(): void {
    this.#change(() => (this.#isAway = true));
  }

  comeBack(isEmpty: boolean): void {
    if (isEmpty) for (const kept of [this.#alive, this.#owners, this.#taken]) kept.clear();
    this.#change(() => (this.#isAway = false));
  }

  /** Whether messages wait for it. */
  hasMessages(id: InstanceId): boolean {
    return (this.#connections.get(id)?.messages.length ?? 0) > 0;
  }

  deliver(id: InstanceId): void {
    const connection = this.#connections.get(id);
    const message = connection?.messages.shift();
    if (message !== undefined) connection?.carrier?.bytes(message.to, message.bytes);
  }

  stepsOf(self: InstanceId): DirectorySteps {
    const step = async <T>(run: () => T): Promise<T> => {
      if (!this.#reaches(self)) throw new Error('Redis is away');
      return run();
    };
    return {
      beat: (facts, isReturning) => step(() => this.#beat(self, facts, isReturning)),
      suspect: (id) =>
        step(() => {
          const one = this.#alive.get(id);
          if (one === undefined) return;
          this.#alive.set(id, { ...one, untilMs: Math.min(one.untilMs, this.#nowMs + SUSPECTED_MS) });
        }),
      ownerOf: ([tag = '']) => step(() => this.#living(tag)),
      claim: ([tag = '']) => step(() => this.#claim(self, tag)),
      confirm: ([tag = ''], fence, hasPresenter) => step(() => this.#confirm(self, tag, fence, hasPresenter)),
      notePresenter: ([tag = ''], hasPresenter) =>
        step(() => {
          const entry = this.#owners.get(tag);
          if (entry?.instance === self) this.#owners.set(tag, { ...entry, hasPresenter });
        }),
      release: ([tag = '']) =>
        step(() => {
          if (this.#owners.get(tag)?.instance === self) this.#owners.delete(tag);
        }),
      leave: () => step(() => void this.#alive.delete(self)),
    };
  }

  #reaches(id: InstanceId): boolean {
    return !this.#isAway && !this.#cutOff.has(id) && this.#connections.has(id);
  }

  #isAlive(id: InstanceId): boolean {
    return (this.#alive.get(id)?.untilMs ?? 0) > this.#nowMs;
  }

  #living(tag: string): Entry | undefined {
    const entry = this.#owners.get(tag);
    return entry !== undefined && this.#isAlive(entry.instance) ? entry : undefined;
  }

  #beat(self: InstanceId, facts: OwnFacts, isReturning: boolean) {
    const wasAlive = this.#isAlive(self);
    this.#alive.set(self, { facts, untilMs: this.#nowMs + ALIVE_MS });
    const instances: InstanceFacts[] = [...this.#alive].flatMap(([id, one]) =>
      this.#isAlive(id) ? [{ id, ...one.facts }] : [],
    );
    if (!wasAlive && isReturning && instances.length === 1) this.#settlesAtMs = this.#nowMs + SETTLE_MS;
    const taken = this.#taken.get(self) ?? [];
    this.#taken.delete(self);
    const left = [...this.#alive].flatMap(([id, { untilMs }]) => (id === self ? [] : [untilMs - this.#nowMs]));
    const firstGoneMs = Math.min(Infinity, ...left.filter((ms) => ms > 0));
    return { wasAlive, taken, instances, firstGoneMs };
  }

  #claim(self: InstanceId, tag: string) {
    if (!this.#isAlive(self)) return { type: 'not-alive' } as const;
    const living = this.#living(tag);
    if (living !== undefined && living.instance !== self)
      return { type: 'owner' as const, owner: living, isInherited: false };
    const ms = this.#settlesAtMs - this.#nowMs;
    if (ms > 0) return { type: 'settling', ms } as const;
    const fenceBefore = this.#owners.get(tag)?.fence ?? 0;
    const fence = Math.max(fenceBefore + 1, this.#nowMs);
    const owner = { instance: self, fence, hasPresenter: false };
    this.#owners.set(tag, owner);
    return { type: 'owner' as const, owner, isInherited: living === undefined && fenceBefore > 0 };
  }

  #confirm(self: InstanceId, tag: string, fence: number, hasPresenter: boolean): Owner {
    const living = this.#living(tag);
    const isOther = living !== undefined && living.instance !== self;
    if (isOther && (!hasPresenter || living.hasPresenter)) return living;
    const known = this.#owners.get(tag)?.fence ?? 0;
    const owner = { instance: self, fence: Math.max(fence, isOther ? known + 1 : known), hasPresenter };
    this.#owners.set(tag, owner);
    if (isOther) this.#taken.set(living.instance, [...(this.#taken.get(living.instance) ?? []), tag]);
    return owner;
  }

  #publish(from: InstanceId, to: Destination, bytes: Uint8Array): number {
    if (!this.#reaches(from)) throw new Error('Redis is away');
    const ids = to === 'all' ? [...this.#connections.keys()] : [to];
    const receivers = ids.filter((id) => this.#reaches(id));
    for (const id of receivers) this.#connections.get(id)?.messages.push({ to, bytes });
    return receivers.length;
  }

  /** Messages on their way to an instance that is cut off are lost. */
  #change(change: () => void): void {
    const before = new Map([...this.#connections.keys()].map((id) => [id, this.#reaches(id)]));
    change();
    for (const [id, connection] of this.#connections) {
      const isHere = this.#reaches(id);
      if (isHere === before.get(id)) continue;
      connection.messages.length = 0;
      for (const listener of connection.listeners) {
        if (isHere) listener.here();
        else listener.away();
      }
      if (isHere) connection.carrier?.resumed();
    }
  }
}
