/** Carries out the admin's commands on the running service. Each change has one line in the log. */
import type { Logger } from 'pino';
import type { Rooms } from '../../cluster/rooms.ts';
import type { Tokens } from '../../door/tokens.ts';
import { OLD_TOKEN_KEY_MS } from '../../policy.ts';
import type { Clock } from '../../room/clock.ts';
import { shortRoomId } from '../../room/ids.ts';
import type { Room } from '../../room/room.ts';
import { CommandError } from '../command.ts';
import type { Keyring } from '../keyring.ts';
import { loadTokenKeys, rotateTokenKey } from '../token-key.ts';
import { listSubjects, restoreSubject, revokeSubject, type SubjectDeps } from './perform-subjects.ts';
import { MAX_LISTED, type ControlRequest, type ControlResult } from './control-messages.ts';

export interface ControlDeps extends SubjectDeps {
  readonly rooms: Rooms;
  /** Null where presenting needs no key. */
  readonly keyring: Keyring | null;
  readonly config: Parameters<typeof rotateTokenKey>[0];
  readonly tokens: Pick<Tokens, 'useKeys'>;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Throws `CommandError` and `ConfigError`, whose message the admin reads. */
export function perform(deps: ControlDeps, request: ControlRequest): ControlResult<ControlRequest['command']> {
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
    const held = rooms.heldBy(id);
    const watchers = held.reduce((sum, room) => sum + room.watchers, 0);
    return { id, name, since, quota, rooms: held.length, watchers };
  });
  return { keys: listed, total: keys.length };
}

function revokeKey({ rooms, ...deps }: ControlDeps, named: string): ControlResult<'revoke-key'> {
  const keyring = keyringOf(deps);
  const held = new Map(keyring.keys.map(({ id }) => [id, rooms.heldBy(id).length]));
  const { id, name } = keyring.revoke(named);
  return { name, rooms: held.get(id) ?? 0 };
}

function listRooms({ rooms }: ControlDeps): ControlResult<'list-rooms'> {
  const listed = [...rooms.all()].slice(0, MAX_LISTED).map(({ id, phase, watchers, about }) => {
    const presenter = rooms.identityOf(id)?.name ?? null;
    return { room: shortRoomId(id), phase, watchers, title: about.title, presenter };
  });
  return { rooms: listed, total: rooms.size };
}

function endRoom({ rooms, log }: ControlDeps, named: string): ControlResult<'end-room'> {
  const room = roomNamed(rooms, named);
  const { watchers } = room;
  const shown = shortRoomId(room.id);
  if (!room.endRun('admin')) throw new CommandError(`The room ${shown} has no presenter whose run could be ended.`);
  log.info({ room: shown, presenter: rooms.identityOf(room.id)?.name, watchers }, 'room ended by the admin');
  return { room: shown, watchers };
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

/** A watch link names its room, too. */
function roomNamed(rooms: Rooms, named: string): Room {
  const start = (/\/r\/([^/?#]+)/.exec(named)?.[1] ?? named).replace(/…$/, '').toLowerCase();
  const found = [...rooms.all()].filter(({ id }) => id.startsWith(start));
  const [room] = found;
  if (room === undefined || start === '')
    throw new CommandError(`There is no room “${named}”. \`lectern rooms\` names them.`);
  if (found.length > 1)
    throw new CommandError(`${String(found.length)} rooms begin with “${start}”. Name it by its watch link.`);
  return room;
}
