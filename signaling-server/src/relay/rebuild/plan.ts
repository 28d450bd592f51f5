/**
 * From what is wanted and what was found, the requests to send. Pure, and the same at every time:
 * after a start, after a node has died, when an edge is added, when a publisher comes back. What
 * depends on the outcome of a step, such as the ports of a new mountpoint, comes with the next
 * look.
 */
import { AUDIO_MID, videoMids, type MediumPorts } from '../janus/streaming.ts';
import type { Forward, ForwardedStream } from '../janus/video-room.ts';
import { mountpointId, roomOf } from '../names.ts';
import type { Found, FoundNode, FoundRoom, RebuildStep, WantedPublisher, WantedRoom } from './wanted.ts';

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

export const isWantedMountpoint = ({ names, edges }: WantedRoom, node: string, id: string): boolean =>
  edges.includes(node) && mountpointId(names.room) === id;

function* stepsFor(room: WantedRoom, found: Found): Generator<RebuildStep> {
  const { names, origin, edges } = room;
  const originNode = found.get(origin);
  const foundRoom = originNode?.rooms.get(names.room);
  if (originNode !== undefined && !originNode.rooms.has(names.room)) {
    yield { type: 'create-room', node: origin, room };
  }
  for (const node of edges) {
    if (found.get(node)?.mountpoints.has(mountpointId(names.room)) === false) {
      yield { type: 'create-mountpoint', node, room };
    }
  }
  if (foundRoom !== undefined && foundRoom !== null) yield* forwardsOf(room, foundRoom, found);
}

/**
 * Each layer goes to its port once. What another link sends to the same ports stops first: every
 * change of the SSRC resets the timeline of a port, so two at once would never show a picture. What
 * is right stays, since a forward that is made again is such a change as well.
 */
function* forwardsOf(room: WantedRoom, { publishers, forwards }: FoundRoom, found: Found): Generator<RebuildStep> {
  const { publisher, origin: node, edges } = room;
  const targets = edges.flatMap((edge) => targetAt(room, found.get(edge)) ?? []);
  const right = new Map<string, Forward>();
  for (const { host, streams } of targets) {
    for (const { port } of streams) {
      const first = forwards.find((forward) => forward.publisher === publisher?.id && isTo(forward, host, port));
      if (first !== undefined) right.set(`${host} ${String(port)}`, first);
    }
  }
  const kept = new Set(right.values());
  const areAllKnown = edges.every((edge) => found.has(edge));
  for (const forward of forwards) {
    if (kept.has(forward)) continue;
    const isInTheWay = targets.some(({ host, ports }) => forward.host === host && ports.has(forward.port));
    // Where those of an edge that is away lead cannot be known: they wait until it is back.
    if (isInTheWay || areAllKnown) yield { type: 'stop-forward', node, room, forward };
  }
  if (publisher === null || !publishers.includes(publisher.id)) return;
  for (const { host, streams } of targets) {
    const missing = streams.filter(({ port }) => !right.has(`${host} ${String(port)}`));
    if (missing.length > 0) yield { type: 'forward', node, room, publisher: publisher.id, host, streams: missing };
  }
}

const isTo = (forward: Forward, host: string, port: number): boolean => forward.host === host && forward.port === port;

/** A mountpoint that is there: its ports, and what of the publisher goes to them. */
interface Target {
  readonly host: string;
  readonly ports: ReadonlySet<number>;
  readonly streams: readonly ForwardedStream[];
}

/** Undefined while the mountpoint is not there. */
function targetAt({ names, publisher }: WantedRoom, edge: FoundNode | undefined): Target | undefined {
  const mountpoint = edge?.mountpoints.get(mountpointId(names.room));
  if (edge === undefined || mountpoint === undefined || mountpoint === null) return undefined;
  return {
    host: edge.mediaAddress,
    ports: new Set(mountpoint.media.flatMap((medium) => portsOf(medium))),
    streams: publisher === null ? [] : mountpoint.media.flatMap((medium) => streamsOf(publisher, medium)),
  };
}

function streamsOf({ audio, layers }: WantedPublisher, medium: MediumPorts): readonly ForwardedStream[] {
  if (medium.mid === AUDIO_MID) return audio === null ? [] : [{ mid: audio, port: medium.port, rtcpPort: null }];
  const video = videoMids.find((mid) => mid === medium.mid);
  if (video === undefined) return [];
  const ports = portsOf(medium);
  // One layer alone carries requests for key frames back, since the last sender at the port gets
  // them: the lowest, which is never switched off.
  return layers[video].flatMap((mid, layer) => {
    const port = ports[layer];
    return port === undefined ? [] : [{ mid, port, rtcpPort: layer === 0 ? medium.rtcpPort : null }];
  });
}

const portsOf = ({ port, port2, port3 }: MediumPorts): readonly number[] =>
  [port, port2, port3].filter((each) => each !== null);
