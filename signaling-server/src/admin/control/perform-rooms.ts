/** Performs the commands about rooms, of this instance and of the others. */
import { RoomId } from '@lectern/protocol';
import type { Logger } from 'pino';
import { AdminRooms, type EndedRoom } from '../../cluster/admin-rooms.ts';
import type { Cluster } from '../../cluster/cluster.ts';
import { shortInstanceId, type InstanceId } from '../../cluster/instance.ts';
import type { Rooms } from '../../cluster/rooms.ts';
import { CommandError } from '../command.ts';
import { MAX_LISTED, type ControlResult } from './control-messages.ts';

export interface RoomsDeps {
  readonly rooms: Rooms;
  readonly log: Logger;
  /** Undefined where this instance runs alone. */
  readonly cluster: Pick<Cluster, 'self' | 'instances' | 'otherRooms'> | undefined;
}

export async function listRooms(deps: RoomsDeps): Promise<ControlResult<'list-rooms'>> {
  const here = new AdminRooms(deps).list(MAX_LISTED);
  const { cluster } = deps;
  if (cluster === undefined) return { ...here, silent: [] };
  const others = await cluster.otherRooms.list(MAX_LISTED);
  const listed = (of: InstanceId, { rooms }: typeof here) =>
    rooms.map((room) => ({ ...room, instance: shortInstanceId(of) }));
  const answered = others.flatMap(({ instance, result }) => (result === undefined ? [] : [{ instance, result }]));
  const all = [listed(cluster.self, here), ...answered.map(({ instance, result }) => listed(instance, result))];
  const roomsOf = new Map(cluster.instances.map(({ id, rooms }) => [id, rooms]));
  return {
    rooms: all.flat().slice(0, MAX_LISTED),
    total: answered.reduce((sum, { result }) => sum + result.total, here.total),
    silent: silentOf(others).map((id) => ({ instance: shortInstanceId(id), rooms: roomsOf.get(id) ?? 0 })),
  };
}

export async function endRoom(deps: RoomsDeps, named: string): Promise<ControlResult<'end-room'>> {
  const start = startOf(named);
  const ended = await endAt(deps, start, named);
  if (ended === undefined) throw new CommandError('The room has just ended or moved. Try again.');
  const { room, watchers, isEnded } = ended;
  if (!isEnded) throw new CommandError(`The room ${room} has no presenter whose run could be ended.`);
  return { room, watchers };
}

async function endAt(deps: RoomsDeps, start: string, named: string): Promise<EndedRoom | undefined> {
  const here = new AdminRooms(deps);
  const others = (await deps.cluster?.otherRooms.count(start)) ?? [];
  const silent = silentOf(others).map(shortInstanceId).join(', ');
  const count = others.reduce((sum, { result = 0 }) => sum + result, here.count(start));
  if (count > 1) throw new CommandError(`${String(count)} rooms begin with “${start}”. Name it by its watch link.`);
  if (count === 0) {
    const where = silent === '' ? '' : ` at the instances that have answered (${silent} did not)`;
    throw new CommandError(`There is no room “${named}”${where}. \`lectern rooms\` names them.`);
  }
  // Another room may begin in the same way there.
  if (silent !== '' && !RoomId.safeParse(start).success) {
    throw new CommandError(`These instances do not answer: ${silent}. Name the room by its watch link.`);
  }
  const other = others.find(({ result = 0 }) => result > 0);
  return other === undefined ? here.end(start) : deps.cluster?.otherRooms.end(other.instance, start);
}

const silentOf = (answers: readonly { readonly instance: InstanceId; readonly result: unknown }[]) =>
  answers.filter(({ result }) => result === undefined).map(({ instance }) => instance);

/** A watch link names its room, too. */
function startOf(named: string): string {
  const start = (/\/r\/([^/?#]+)/.exec(named)?.[1] ?? named).replace(/…$/, '').toLowerCase();
  if (start === '') throw new CommandError(`There is no room “${named}”. \`lectern rooms\` names them.`);
  return start;
}
