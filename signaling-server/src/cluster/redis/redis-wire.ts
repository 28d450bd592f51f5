/**
 * Carries what instances say to each other by Redis pub/sub: a channel for each instance, and one
 * for all.
 */
import type { Logger } from 'pino';
import type { Carrier, CarrierListener, Destination } from '../carrier.ts';
import type { InstanceId } from '../instance.ts';
import { RedisConnection, type RedisSetting, type RedisState } from './redis-connection.ts';

/** On a connection of its own, so that heartbeats do not wait behind frames. */
export class RedisCarrier implements Carrier {
  readonly #redis: RedisConnection;
  readonly #self: InstanceId;
  readonly #log: Logger;

  constructor(setting: RedisSetting, self: InstanceId, log: Logger) {
    this.#redis = new RedisConnection(setting, log);
    this.#self = self;
    this.#log = log;
  }

  get state(): RedisState {
    return this.#redis.state;
  }

  async publish(to: Destination, bytes: Uint8Array): Promise<number> {
    return Number(await this.#redis.command(['PUBLISH', this.#channelOf(to), Buffer.from(bytes)]));
  }

  async subscribe(listener: CarrierListener): Promise<void> {
    let wasHere = this.#redis.state.type === 'here';
    const here = new Promise<void>((resolve) => {
      this.#redis.watch({
        here: () => {
          if (wasHere) listener.resumed();
          wasHere = true;
          resolve();
        },
        away: () => undefined,
      });
    });
    const subscribed = ([this.#self, 'all'] as const).map((to) =>
      this.#redis.subscribe(this.#channelOf(to), (bytes) => listener.bytes(to, bytes)),
    );
    try {
      await Promise.all(subscribed);
      if (this.#redis.state.type !== 'here') await here;
    } catch (error) {
      // They are subscribed again when Redis is back.
      this.#log.debug({ err: error }, 'not subscribed: Redis is away');
      await here;
    }
  }

  close(): void {
    this.#redis.close();
  }

  #channelOf(to: Destination): string {
    return `${this.#redis.prefix}wire:${to}`;
  }
}
