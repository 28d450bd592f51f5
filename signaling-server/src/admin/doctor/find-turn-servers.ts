/** The TURN servers and credentials that a watcher of the service would get now. */
import { RoomId, type IceServer } from '@lectern/protocol';
import { defaultPolicy } from '../../policy.ts';
import { newLinkId } from '../../room/ids.ts';
import { askForCredentials, problemOf } from '../../turn/ask-for-credentials.ts';
import { FixedPasswordServers } from '../../turn/fixed-password.ts';
import { SharedSecretServers } from '../../turn/shared-secret.ts';
import type { TurnSetting } from '../turn-settings.ts';

interface FoundServers {
  readonly servers: readonly IceServer[];
  /** Why a hosted service gives none. */
  readonly problem: string | null;
}

/** In coturn's log these checks are those of the room “check”. */
const roomId = RoomId.parse('check'.padEnd(20, '2'));

export async function findTurnServers(setting: TurnSetting | null): Promise<FoundServers> {
  switch (setting?.kind) {
    case undefined:
      return { servers: [], problem: null };
    case 'shared-secret': {
      const end = { roomId, linkId: newLinkId(), side: 'watcher' } as const;
      return { servers: new SharedSecretServers(setting, Date).forEnd(end), problem: null };
    }
    case 'fixed-password':
      return { servers: new FixedPasswordServers(setting).forEnd(), problem: null };
    case 'credentials-url':
      try {
        return { servers: (await askForCredentials(setting, defaultPolicy.turn.fetch)).servers, problem: null };
      } catch (error) {
        return { servers: [], problem: problemOf(error) };
      }
  }
}
