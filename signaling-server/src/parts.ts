/** What the service is made of, handed to whatever answers clients. */
import type { VersionRange } from '@lectern/protocol';
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import type { PerMinute } from './limits.ts';
import type { Log } from './log.ts';
import type { PresenterKeys } from './presenter-keys.ts';
import type { Rooms } from './rooms.ts';
import type { TokenDesk } from './tokens.ts';

export interface Parts {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Log;
  readonly rooms: Rooms;
  readonly tokens: TokenDesk;
  readonly presenterKeys: PresenterKeys;
  /** The protocol versions that this service speaks. */
  readonly protocol: VersionRange;
  /** The port that it listens on. */
  readonly port: () => number;
  readonly failures: PerMinute;
  readonly newRooms: PerMinute;
}
