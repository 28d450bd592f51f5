/**
 * The limits that an admin may have to change, since they depend on who shares an address and on
 * the machine. Their reasons stand in `docs/admin.md`; all other limits are in `policy.ts`.
 */
import * as z from 'zod/mini';
import { defaultPolicy, type Policy } from '../policy.ts';
import { whole } from './whole-number.ts';

const MEGABYTE = 1_048_576;
const { door, room } = defaultPolicy;

export const limitSettings = {
  LECTERN_SOCKETS_PER_ADDRESS: whole(door.socketsPerAddress, 1, 1_000_000),
  LECTERN_CONNECTIONS_PER_MINUTE: whole(door.connectionsPerMinute, 1, 1_000_000),
  LECTERN_FAILURES_PER_MINUTE: whole(door.failuresPerMinute, 1, 1_000_000),
  LECTERN_NEW_ROOMS_PER_MINUTE: whole(door.newRoomsPerMinute, 1, 1_000_000),
  LECTERN_MAX_CONNECTIONS: whole(door.maxConnections, 10, 1_000_000),
  LECTERN_MAX_WAITING_MB: whole(door.waitingBytesOfAll / MEGABYTE, 1, 65_536),
  LECTERN_LINKS_PER_SECOND: whole(room.linkOpenings.perSecond, 1, 1_000),
  LECTERN_LINKS_AT_ONCE: whole(room.linkOpenings.burst, 1, 100_000),
};

const Settings = z.object(limitSettings);

/** The changed parts of the policy. */
export interface Limits {
  readonly room: Pick<Policy['room'], 'linkOpenings'>;
  readonly door: Pick<
    Policy['door'],
    | 'socketsPerAddress'
    | 'connectionsPerMinute'
    | 'failuresPerMinute'
    | 'newRoomsPerMinute'
    | 'maxConnections'
    | 'waitingBytesOfAll'
  >;
}

export const limitsFrom = (env: z.infer<typeof Settings>): Limits => ({
  room: { linkOpenings: { burst: env.LECTERN_LINKS_AT_ONCE, perSecond: env.LECTERN_LINKS_PER_SECOND } },
  door: {
    socketsPerAddress: env.LECTERN_SOCKETS_PER_ADDRESS,
    connectionsPerMinute: env.LECTERN_CONNECTIONS_PER_MINUTE,
    failuresPerMinute: env.LECTERN_FAILURES_PER_MINUTE,
    newRoomsPerMinute: env.LECTERN_NEW_ROOMS_PER_MINUTE,
    maxConnections: env.LECTERN_MAX_CONNECTIONS,
    waitingBytesOfAll: env.LECTERN_MAX_WAITING_MB * MEGABYTE,
  },
});

/** The policy of a service with these settings. */
export const policyWith = ({ room: roomLimits, door: doorLimits }: Limits): Policy => ({
  ...defaultPolicy,
  room: { ...room, ...roomLimits },
  door: { ...door, ...doorLimits },
});
