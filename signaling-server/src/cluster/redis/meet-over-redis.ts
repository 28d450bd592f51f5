/** The directory and the wire that instances have in common through Redis. */
import type { MeetOthers } from '../others.ts';
import { RoomTags } from '../room-tags.ts';
import { SealedWire } from '../sealed-wire.ts';
import { DirectoryScripts } from './directory-scripts.ts';
import { RedisConnection, type RedisSetting, type RedisState } from './redis-connection.ts';
import { RedisDirectory } from './redis-directory.ts';
import { RedisCarrier } from './redis-wire.ts';
import { SharedCounts } from './shared-counts.ts';

export const meetOverRedis =
  (setting: RedisSetting): MeetOthers =>
  (own) => {
    // First: by the time at which the others see this instance, it hears them.
    const carrier = new RedisCarrier(setting, own.self, own.log);
    const redis = new RedisConnection(setting, own.log);
    const tags = new RoomTags(own.keys.map(({ key }) => key));
    const directory = new RedisDirectory({ ...own, redis, scripts: new DirectoryScripts(redis, own.self), tags });
    const versionsOf = (id: string) => directory.others().find((instance) => instance.id === id)?.wire;
    const wire = new SealedWire({ ...own, carrier, versionsOf });
    const counts = new SharedCounts(redis, { ...own, secret: own.keys[0].key });
    const close = async (): Promise<void> => {
      wire.close();
      await counts.close();
      await directory.close();
      redis.close();
    };
    const state = (): RedisState => (carrier.state.type === 'away' ? carrier.state : redis.state);
    const met = Promise.all([directory.joined, wire.listening]);
    return { directory, wire, met, redis: state, countsOf: (limit, windowMs) => counts.of(limit, windowMs), close };
  };
