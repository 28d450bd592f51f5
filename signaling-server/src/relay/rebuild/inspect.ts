/** Finds what is at the relay's nodes, as far as the service made it. */
import { isJanusError } from '../janus/janus-error.ts';
import { roomOf } from '../names.ts';
import type { NodeControl } from '../relay-node.ts';
import { isWantedMountpoint, isWantedRoom } from './plan.ts';
import type { FoundNode, FoundRoom, WantedRoom } from './wanted.ts';

/** Rejects with `JanusError`. */
export async function inspectNode(
  node: string,
  control: NodeControl,
  wanted: readonly WantedRoom[],
): Promise<FoundNode> {
  const { rooms, mountpoints, mediaAddress } = control;
  const [roomIds, mountpointIds] = await Promise.all([rooms.list(), mountpoints.list()]);
  const ownRooms = roomIds.filter((id) => roomOf(id) === id);
  const ownMountpoints = mountpointIds.filter((id) => roomOf(id) !== undefined);
  const foundRooms = ownRooms.map(async (id) => {
    const room = wanted.find((each) => isWantedRoom(each, node, id));
    return [id, room === undefined ? null : await ifThere(() => inspectRoom(control, room))] as const;
  });
  const foundMountpoints = ownMountpoints.map(async (id) => {
    const room = wanted.find((each) => isWantedMountpoint(each, node, id));
    return [id, room === undefined ? null : await ifThere(() => mountpoints.info(id, room.names.secret))] as const;
  });
  // Together: where the node goes away, both fail.
  const [foundInRooms, foundInMountpoints] = await Promise.all([
    Promise.all(foundRooms),
    Promise.all(foundMountpoints),
  ]);
  return { mediaAddress, rooms: thereIn(foundInRooms), mountpoints: thereIn(foundInMountpoints) };
}

async function inspectRoom({ rooms }: NodeControl, { names }: WantedRoom): Promise<FoundRoom> {
  const [publishers, forwards] = await Promise.all([
    rooms.publishers(names.room),
    rooms.forwards(names.room, names.secret),
  ]);
  return { publishers, forwards };
}

async function ifThere<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    // It has gone since the list was made.
    if (isJanusError(error, 'no-room', 'no-mountpoint')) return undefined;
    throw error;
  }
}

const thereIn = <T>(entries: readonly (readonly [string, T | undefined])[]): ReadonlyMap<string, T> =>
  new Map(entries.flatMap(([id, found]) => (found === undefined ? [] : [[id, found] as const])));
