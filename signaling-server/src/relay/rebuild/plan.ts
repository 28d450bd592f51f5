/**
 * From what is wanted and what was found, the requests to send. Pure, and the same at every time: after a
 * start, after a node has died, when an edge is added, when a publisher comes back. What depends on the
 * outcome of a step, such as the ports of a new mountpoint, comes with the next look.
 */
import { AUDIO_MID, VIDEO_MID, type Mountpoint } from '../janus/streaming.ts';
import type { MediumPorts } from '../janus/video-room.ts';
import { mountpointId, roomOf } from '../names.ts';
import type { Found, FoundNode, FoundRoom, RebuildStep, WantedFeed, WantedRoom } from './wanted.ts';

/** `leftovers`: ids of rooms that nobody wants any more. */
export function plan(
  wanted: readonly WantedRoom[],
  found: Found,
  leftovers: ReadonlySet<string>,
): readonly RebuildStep[] {
  return [...removals(wanted, found, leftovers), ...wanted.flatMap((room) => [...stepsFor(room, found)])];
}

/** Of a room that this instance runs, it knows that nobody else wants more. */
function* removals(
  wanted: readonly WantedRoom[],
  found: Found,
  leftovers: ReadonlySet<string>,
): Generator<RebuildStep> {
  const own = new Set(wanted.map(({ names }) => names.room));
  const isNeedless = (id: string): boolean => leftovers.has(id) || own.has(roomOf(id) ?? '');
  for (const [node, { rooms, mountpoints }] of found) {
    for (const id of rooms.keys()) {
      if (isNeedless(id) && !wanted.some((room) => isWantedRoom(room, node, id))) {
        yield { type: 'destroy-room', node, id };
      }
    }
    for (const id of mountpoints.keys()) {
      if (isNeedless(id) && !wanted.some((room) => isWantedMountpoint(room, node, id))) {
        yield { type: 'destroy-mountpoint', node, id };
      }
    }
  }
}

export const isWantedRoom = ({ names, origin }: WantedRoom, node: string, id: string): boolean =>
  origin === node && names.room === id;

export const isWantedMountpoint = ({ names, feeds }: WantedRoom, node: string, id: string): boolean =>
  feeds.some(({ name, edges }) => edges.includes(node) && mountpointId(names.room, name) === id);

function* stepsFor(room: WantedRoom, found: Found): Generator<RebuildStep> {
  const { names, origin, feeds } = room;
  const originNode = found.get(origin);
  const foundRoom = originNode?.rooms.get(names.room);
  if (originNode !== undefined && !originNode.rooms.has(names.room)) {
    yield { type: 'create-room', node: origin, room };
  }
  for (const feed of feeds) {
    for (const node of feed.edges) {
      if (found.get(node)?.mountpoints.has(mountpointId(names.room, feed.name)) === false) {
        yield { type: 'create-mountpoint', node, room, feed };
      }
    }
  }
  if (foundRoom !== undefined && foundRoom !== null) yield* forwardsOf(room, foundRoom, found);
}

interface Target {
  readonly host: string;
  readonly streams: readonly MediumPorts[];
}

function* forwardsOf(room: WantedRoom, { publishers, forwards }: FoundRoom, found: Found): Generator<RebuildStep> {
  const { publisher, origin, feeds } = room;
  const targets = feeds.flatMap((feed) => feed.edges.flatMap((edge) => targetAt(room, feed, found.get(edge)) ?? []));
  const isAllKnown = feeds.every(({ edges }) => edges.every((edge) => found.has(edge)));
  const stop = (forward: FoundRoom['forwards'][number]): RebuildStep => ({
    type: 'stop-forward',
    node: origin,
    room,
    forward,
  });
  const rest = new Set(forwards);
  for (const { host, streams } of targets) {
    const ports = new Set(streams.flatMap((stream) => portsOf(stream)));
    const there = forwards.filter((forward) => forward.host === host && ports.has(forward.port));
    const right = there.filter((forward) => forward.publisher === publisher);
    for (const forward of there) rest.delete(forward);
    const isWhole = right.length === there.length && new Set(right.map(({ port }) => port)).size === ports.size;
    if (isWhole) continue;
    yield* there.map(stop);
    if (publisher === null || !publishers.includes(publisher)) continue;
    yield { type: 'forward', node: origin, room, publisher, host, streams };
  }
  // Where those of an edge that is away lead cannot be known: they wait until it is back.
  if (isAllKnown) yield* [...rest].map(stop);
}

const portsOf = ({ port, port2, port3 }: MediumPorts): readonly number[] =>
  [port, port2, port3].filter((each) => each !== null);

/** Undefined while the mountpoint is not there. */
function targetAt({ names }: WantedRoom, feed: WantedFeed, edge: FoundNode | undefined): Target | undefined {
  const mountpoint = edge?.mountpoints.get(mountpointId(names.room, feed.name));
  if (edge === undefined || mountpoint === undefined || mountpoint === null) return undefined;
  return { host: edge.mediaAddress, streams: [...streamsOf(feed, mountpoint)] };
}

function* streamsOf({ audio, video }: WantedFeed, { media }: Mountpoint): Generator<MediumPorts> {
  const audioAt = media.find(({ mid }) => mid === AUDIO_MID);
  if (audio !== null && audioAt !== undefined) yield { ...audioAt, mid: audio.mid };
  const videoAt = media.find(({ mid }) => mid === VIDEO_MID);
  if (video === null || videoAt === undefined) return;
  const [first = '', ...others] = video.layers;
  if (others.every((mid) => mid === first)) {
    yield { ...videoAt, mid: first };
    return;
  }
  // A medium for each layer. Key frames are asked for on the first: the presenter sends one on all of them.
  const ports = portsOf(videoAt);
  for (const [index, mid] of video.layers.entries()) {
    const port = ports[index];
    const rtcpPort = index === 0 ? videoAt.rtcpPort : null;
    if (port !== undefined) yield { mid, port, rtcpPort, port2: null, port3: null };
  }
}
