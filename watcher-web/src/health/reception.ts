/** Reads a link's reception from its statistics, and reports what happened between two readings. */
import type { TurnTransport, WatcherReport } from '@lectern/protocol';

/** Time that the frames or samples of one stream spent in the jitter buffer, in total. */
export interface BufferTotals {
  readonly seconds: number;
  /** Required by the network alone, without lip sync. `seconds` if the browser has no figure. */
  readonly neededSeconds: number;
  readonly count: number;
}

/** Totals since the link began, unless marked as current. */
export interface Reception {
  readonly atMs: number;
  readonly framesDecoded: number;
  readonly framesDropped: number;
  readonly freezes: number;
  readonly decodeSeconds: number;
  readonly picture: BufferTotals;
  readonly sound: BufferTotals;
  /** Current. Age of the frame on screen, as our clock minus the presenter's. */
  readonly playedAgeMs: number | null;
  /** Current. Difference of the two clocks plus the way here, from the newest sender report. */
  readonly clockLagMs: number | null;
  readonly width: number;
  readonly height: number;
  readonly roundTripMs: number | null;
  readonly route: WatcherReport['route'];
  /** Current. Since the last packet of picture or sound; null if the browser does not say. */
  readonly quietMs: number | null;
  readonly soundPackets: number;
  /** Of the picture, and the answers to ICE checks: they show that the path is alive. */
  readonly otherPackets: number;
  /** Current. How this end reaches its TURN server; null where it goes through none. */
  readonly turnOver: TurnTransport | 'unknown' | null;
}

const nothingBuffered: BufferTotals = { seconds: 0, neededSeconds: 0, count: 0 };

/** The reading before anything arrived. */
export const noReception = (atMs: number): Reception => ({
  atMs,
  framesDecoded: 0,
  framesDropped: 0,
  freezes: 0,
  decodeSeconds: 0,
  picture: nothingBuffered,
  sound: nothingBuffered,
  playedAgeMs: null,
  clockLagMs: null,
  width: 0,
  height: 0,
  roundTripMs: null,
  route: 'direct',
  quietMs: null,
  soundPackets: 0,
  otherPackets: 0,
  turnOver: null,
});

/** Entries are named as in W3C webrtc-stats. TypeScript types them as `any`. */
export type Statistics = Pick<RTCStatsReport, 'get' | 'values'>;

export function receptionIn(statistics: Statistics, atMs: number): Reception {
  const entries = [...statistics.values()];
  const inbound = entries.filter(({ type }) => type === 'inbound-rtp');
  const picture = inbound.find(({ kind, framesDecoded }) => kind === 'video' && (framesDecoded ?? 0) > 0);
  const sound = inbound.find(({ kind }) => kind === 'audio');
  const senderReport = entries.find(({ type, kind }) => type === 'remote-outbound-rtp' && kind === 'video');
  return {
    atMs,
    framesDecoded: picture?.framesDecoded ?? 0,
    framesDropped: picture?.framesDropped ?? 0,
    freezes: picture?.freezeCount ?? 0,
    decodeSeconds: picture?.totalDecodeTime ?? 0,
    picture: bufferTotalsIn(picture),
    sound: bufferTotalsIn(sound),
    playedAgeMs: between(sinceUnix(picture?.estimatedPlayoutTimestamp), picture?.timestamp),
    clockLagMs: between(senderReport?.remoteTimestamp, senderReport?.timestamp),
    width: picture?.frameWidth ?? 0,
    height: picture?.frameHeight ?? 0,
    quietMs: quietMsIn(inbound),
    soundPackets: sound?.packetsReceived ?? 0,
    otherPackets: entries.reduce((sum, entry) => sum + otherPacketsIn(entry), 0),
    ...pathIn(statistics),
  };
}

interface CountedEntry {
  readonly type: string;
  readonly kind?: string;
  readonly packetsReceived?: number;
  readonly responsesReceived?: number;
}

function otherPacketsIn({ type, kind, packetsReceived = 0, responsesReceived = 0 }: CountedEntry): number {
  if (type === 'candidate-pair') return responsesReceived;
  return type === 'inbound-rtp' && kind === 'video' ? packetsReceived : 0;
}

function quietMsIn(inbound: readonly { timestamp: number; lastPacketReceivedTimestamp?: number }[]): number | null {
  const ages = inbound.flatMap(({ timestamp, lastPacketReceivedTimestamp: last }) =>
    last === undefined ? [] : timestamp - last,
  );
  return ages.length > 0 ? Math.min(...ages) : null;
}

interface BufferEntry {
  readonly jitterBufferDelay?: number;
  readonly jitterBufferMinimumDelay?: number;
  readonly jitterBufferEmittedCount?: number;
}

const bufferTotalsIn = (entry: BufferEntry | undefined): BufferTotals => ({
  seconds: entry?.jitterBufferDelay ?? 0,
  neededSeconds: entry?.jitterBufferMinimumDelay ?? entry?.jitterBufferDelay ?? 0,
  count: entry?.jitterBufferEmittedCount ?? 0,
});

/** Chromium counts `estimatedPlayoutTimestamp` from 1900, Firefox from 1970. */
const NTP_EPOCH_MS = 2_208_988_800_000;
/** In the year 2065 since 1970: larger values count from 1900. */
const UNIX_MAX_MS = 3e12;
const sinceUnix = (ms: number | undefined): number | undefined =>
  ms !== undefined && ms > UNIX_MAX_MS ? ms - NTP_EPOCH_MS : ms;

const between = (from: number | undefined, to: number | undefined): number | null =>
  from === undefined || to === undefined ? null : to - from;

const transports: readonly TurnTransport[] = ['udp', 'tcp', 'tls'];

function pathIn(statistics: Statistics): Pick<Reception, 'roundTripMs' | 'route' | 'turnOver'> {
  let pairId: string | undefined;
  for (const entry of statistics.values()) {
    // Firefox has no `transport` entry; it marks the selected pair.
    if (entry.type === 'transport') pairId ??= entry.selectedCandidatePairId;
    else if (entry.type === 'candidate-pair' && entry.selected === true) pairId = entry.id;
  }
  const pair = pairId === undefined ? undefined : statistics.get(pairId);
  const [local, remote] = [pair?.localCandidateId, pair?.remoteCandidateId].map((id) => id && statistics.get(id));
  const seconds: number | undefined = pair?.currentRoundTripTime;
  return {
    roundTripMs: seconds === undefined ? null : seconds * 1000,
    route: local?.candidateType === 'relay' || remote?.candidateType === 'relay' ? 'turn' : 'direct',
    // Not every browser says.
    turnOver:
      local?.candidateType === 'relay' ? (transports.find((name) => name === local.relayProtocol) ?? 'unknown') : null,
  };
}

/** Keeps a figure within the limits of the message. */
const within = (value: number, most: number): number => (value > 0 ? Math.min(value, most) : 0);
const whole = (value: number, most: number): number => Math.round(within(value, most));
const wholeOrNull = (value: number | null, most: number): number | null => (value === null ? null : whole(value, most));
const tenth = (value: number, most: number): number => Math.round(within(value, most) * 10) / 10;

export function reportBetween(
  before: Reception,
  after: Reception,
  page: Pick<WatcherReport, 'page' | 'sound' | 'turn'>,
): WatcherReport {
  const seconds = (after.atMs - before.atMs) / 1000;
  const frames = Math.max(0, after.framesDecoded - before.framesDecoded);
  return {
    width: whole(after.width, 16_384),
    height: whole(after.height, 16_384),
    fps: seconds > 0 ? tenth(frames / seconds, 1_000) : 0,
    freezes: whole(after.freezes - before.freezes, 1_000),
    droppedFrames: whole(after.framesDropped - before.framesDropped, 10_000),
    decodeMs: frames > 0 ? tenth(((after.decodeSeconds - before.decodeSeconds) / frames) * 1000, 10_000) : 0,
    delayMs: wholeOrNull(delayBetween(before, after), 600_000),
    route: after.route,
    ...page,
  };
}

/** Mean wait per frame or sample between two readings, actual and required. Null without any. */
export function waitBetween(
  before: BufferTotals,
  after: BufferTotals,
): { readonly ms: number; readonly neededMs: number } | null {
  const count = after.count - before.count;
  if (count <= 0) return null;
  const each = (total: keyof BufferTotals): number => ((after[total] - before[total]) / count) * 1000;
  return { ms: each('seconds'), neededMs: each('neededSeconds') };
}

/**
 * Delay from capture to playout. The difference of the clocks comes from sender reports; of two,
 * the faster one is used. Without any, the delay is at least the buffer and half a round trip.
 */
function delayBetween(before: Reception, after: Reception): number | null {
  const stream = after.framesDecoded > 0 ? 'picture' : 'sound';
  const wait = waitBetween(before[stream], after[stream]);
  const halfTripMs = (after.roundTripMs ?? 0) / 2;
  const least = wait || after.roundTripMs !== null ? (wait?.ms ?? 0) + halfTripMs : null;
  if (after.playedAgeMs === null || after.clockLagMs === null) return least;
  const lagMs = Math.min(after.clockLagMs, before.clockLagMs ?? after.clockLagMs);
  return Math.max(least ?? 0, after.playedAgeMs - lagMs + halfTripMs);
}
