/** Makes the ICE servers and the TURN service that the settings describe. */
import type { RoomId } from '@lectern/protocol';
import type { Logger } from 'pino';
import type { TurnSetting } from '../admin/turn-settings.ts';
import type { TurnPolicy } from '../policy.ts';
import type { Holder } from '../cluster/held-rooms.ts';
import type { Clock } from '../room/clock.ts';
import type { CountsOf } from '../room/other-counts.ts';
import { FetchedCredentials } from './fetched-credentials.ts';
import { FixedPasswordServers } from './fixed-password.ts';
import { IceServers } from './ice-servers.ts';
import { SharedSecretServers } from './shared-secret.ts';
import { TurnAllowance } from './turn-allowance.ts';
import type { TurnServers } from './turn-servers.ts';

interface Deps {
  readonly clock: Clock;
  readonly log: Logger;
  readonly policy: TurnPolicy;
  readonly holderOf: (roomId: RoomId) => Holder | undefined;
  readonly countsOf: CountsOf;
}

interface IceSettings {
  readonly stunUrls: readonly string[];
  readonly turn: TurnSetting | null;
  readonly turnPerMinute: number;
  readonly maxWatchersPerRoom: number;
}

/** `turn` is the caller's, to close. */
export function openIceServers(
  { stunUrls, turn: setting, turnPerMinute, maxWatchersPerRoom }: IceSettings,
  deps: Deps,
): { readonly ice: IceServers; readonly turn: TurnServers | null } {
  const { clock, log, policy, holderOf, countsOf } = deps;
  const perRoom = Math.max(policy.leastPerRoomAndMinute, maxWatchersPerRoom * policy.perSeatAndMinute);
  const allowance = new TurnAllowance({ perRoom, perHolder: turnPerMinute }, clock, countsOf('turn'));
  const turn = openTurn(setting, deps);
  return { turn, ice: new IceServers({ stunUrls, turn, allowance, holderOf, clock, log }) };
}

function openTurn(setting: TurnSetting | null, { clock, log, policy }: Deps): TurnServers | null {
  switch (setting?.kind) {
    case undefined:
      return null;
    case 'shared-secret':
      return new SharedSecretServers(setting, clock);
    case 'fixed-password':
      return new FixedPasswordServers(setting);
    case 'credentials-url':
      return new FetchedCredentials(setting, { clock, log, policy: policy.fetch });
  }
}
