/** Carries out the admin's commands on the running service. Each change has one line in the log. */
import type { Logger } from 'pino';
import type { Rooms } from '../../cluster/rooms.ts';
import type { Tokens } from '../../door/tokens.ts';
import { OLD_TOKEN_KEY_MS } from '../../policy.ts';
import type { Clock } from '../../room/clock.ts';
import { CommandError } from '../command.ts';
import type { Keyring } from '../keyring.ts';
import { loadTokenKeys, rotateTokenKey } from '../token-key.ts';
import { endRoom, listRooms, type RoomsDeps } from './perform-rooms.ts';
import { listSubjects, restoreSubject, revokeSubject, type SubjectDeps } from './perform-subjects.ts';
import { MAX_LISTED, type ControlRequest, type ControlResult } from './control-messages.ts';

export interface ControlDeps extends SubjectDeps, RoomsDeps {
  readonly rooms: Rooms;
  /** Null where presenting needs no key. */
  readonly keyring: Keyring | null;
  readonly config: Parameters<typeof rotateTokenKey>[0];
  readonly tokens: Pick<Tokens, 'useKeys'>;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Rejects with `CommandError` and `ConfigError`, whose message the admin reads. */
export async function perform(
  deps: ControlDeps,
  request: ControlRequest,
): Promise<ControlResult<ControlRequest['command']>> {
  switch (request.command) {
    case 'list-keys':
      return listKeys(deps);
    case 'add-key':
      return { key: keyringOf(deps).add(request.name, request.quota) };
    case 'revoke-key':
      return revokeKey(deps, request.key);
    case 'list-subjects':
      return listSubjects(deps);
    case 'revoke-subject':
      return revokeSubject(deps, request);
    case 'restore-subject':
      return restoreSubject(deps, request);
    case 'list-rooms':
      return listRooms(deps);
    case 'end-room':
      return endRoom(deps, request.room);
    case 'rotate-token-key':
      return rotate(deps);
  }
}

function listKeys({ rooms, ...deps }: ControlDeps): ControlResult<'list-keys'> {
  const { keys } = keyringOf(deps);
  const listed = keys.slice(0, MAX_LISTED).map(({ id, name, since, quota }) => {
    const held = rooms.countsOf(id);
    return { id, name, since, quota, rooms: held.rooms, watchers: held.watchers };
  });
  return { keys: listed, total: keys.length };
}

function revokeKey({ rooms, ...deps }: ControlDeps, named: string): ControlResult<'revoke-key'> {
  const keyring = keyringOf(deps);
  const held = new Map(keyring.keys.map(({ id }) => [id, rooms.countsOf(id).rooms]));
  const { id, name } = keyring.revoke(named);
  return { name, rooms: held.get(id) ?? 0 };
}

function rotate({ config, tokens, clock, log }: ControlDeps): ControlResult<'rotate-token-key'> {
  const keys = rotateTokenKey(config);
  tokens.useKeys(keys);
  clock.after(OLD_TOKEN_KEY_MS, () => tokens.useKeys(loadTokenKeys(config, log)));
  log.info({ kid: keys[0].id }, 'token key replaced by the admin');
  return { oldValidMs: OLD_TOKEN_KEY_MS };
}

function keyringOf({ keyring }: Pick<ControlDeps, 'keyring'>): Keyring {
  if (keyring !== null) return keyring;
  throw new CommandError('This service needs no presenter keys. LECTERN_PRESENTING=keys makes it require them.');
}
