/** What a link's statistics say about its reception, and what lies between two readings of them. */
import type { WatcherReport } from '@lectern/protocol';

/** What the frames or samples of one stream waited in the jitter buffer, all together. */
export interface Waited {
  readonly seconds: number;
  /** What the network alone would have made them wait, without sound and picture waiting for each other; all of it where that is not told. */
  readonly neededSeconds: number;
  readonly count: number;
}

/** Totals since the link began, except for what is said to be of now. */
export interface Reception {
  readonly atMs: number;
  readonly framesDecoded: number;
  readonly framesDropped: number;
  readonly freezes: number;
  readonly decodeSeconds: number;
  readonly picture: Waited;
  readonly sound: Waited;
  /** Of now. What plays was captured so long ago, by the presenter's clock subtracted from ours. */
  readonly playedAgeMs: number | null;
  /** The presenter's newest word of its clock came so much later by ours: the difference of the clocks, and its way here. */
  readonly clockLagMs: number | null;
  readonly width: number;
  readonly height: number;
  readonly roundTripMs: number | null;
  readonly route: WatcherReport['route'];
}

const nothingWaited: Waited = { seconds: 0, neededSeconds: 0, count: 0 };

/** Before anything has arrived. */
export const noReception = (atMs: number): Reception => ({
  atMs,
  framesDecoded: 0,
  framesDropped: 0,
  freezes: 0,
  decodeSeconds: 0,
  picture: nothingWaited,
  sound: nothingWaited,
  playedAgeMs: null,
  clockLagMs: null,
  width: 0,
  height: 0,
  roundTripMs: null,
  route: 'direct',
});

/** The part of a statistics report that is read. TypeScript has its entries as `any`; the names are those of W3C's webrtc-stats. */
export type Statistics = Pick<RTCStatsReport, 'get' | 'values'>;

export function receptionIn(statistics: Statistics, atMs: number): Reception {
  const entries = [...statistics.values()];
  const inbound = entries.filter(({ type }) => type === 'inbound-rtp');
  const picture = inbound.find(({ kind, framesDecoded }) => kind === 'video' && (framesDecoded ?? 0) > 0);
  const sound = inbound.find(({ kind }) => kind === 'audio');
  const told = entries.find(({ type, kind }) => type === 'remote-outbound-rtp' && kind === 'video');
  return {
    atMs,
    framesDecoded: picture?.framesDecoded ?? 0,
    framesDropped: picture?.framesDropped ?? 0,
    freezes: picture?.freezeCount ?? 0,
    decodeSeconds: picture?.totalDecodeTime ?? 0,
    picture: waitedIn(picture),
    sound: waitedIn(sound),
    playedAgeMs: between(sinceUnix(picture?.estimatedPlayoutTimestamp), picture?.timestamp),
    clockLagMs: between(told?.remoteTimestamp, told?.timestamp),
    width: picture?.frameWidth ?? 0,
    height: picture?.frameHeight ?? 0,
    ...pathIn(statistics),
  };
}

interface BufferEntry {
  readonly jitterBufferDelay?: number;
  readonly jitterBufferMinimumDelay?: number;
  readonly jitterBufferEmittedCount?: number;
}

const waitedIn = (entry: BufferEntry | undefined): Waited => ({
  seconds: entry?.jitterBufferDelay ?? 0,
  neededSeconds: entry?.jitterBufferMinimumDelay ?? entry?.jitterBufferDelay ?? 0,
  count: entry?.jitterBufferEmittedCount ?? 0,
});

/** Chromium counts from 1900, Firefox from 1970. */
const NTP_EPOCH_MS = 2_208_988_800_000;
const LONG_AFTER_NOW_MS = 3e12;
const sinceUnix = (ms: number | undefined): number | undefined =>
  ms !== undefined && ms > LONG_AFTER_NOW_MS ? ms - NTP_EPOCH_MS : ms;

const between = (from: number | undefined, to: number | undefined): number | null =>
  from === undefined || to === undefined ? null : to - from;

function pathIn(statistics: Statistics): Pick<Reception, 'roundTripMs' | 'route'> {
  let pairId: string | undefined;
  for (const entry of statistics.values()) {
    // Firefox has no `transport`, and marks the pair itself.
    if (entry.type === 'transport') pairId ??= entry.selectedCandidatePairId;
    else if (entry.type === 'candidate-pair' && entry.selected === true) pairId = entry.id;
  }
  const pair = pairId === undefined ? undefined : statistics.get(pairId);
  const types = [pair?.localCandidateId, pair?.remoteCandidateId].map((id) => id && statistics.get(id)?.candidateType);
  const seconds: number | undefined = pair?.currentRoundTripTime;
  return {
    roundTripMs: seconds === undefined ? null : seconds * 1000,
    route: types.includes('relay') ? 'turn' : 'direct',
  };
}

/** Within what the message may carry, whatever a browser counts. */
const within = (value: number, most: number): number => (value > 0 ? Math.min(value, most) : 0);
const whole = (value: number, most: number): number => Math.round(within(value, most));
const wholeOrNull = (value: number | null, most: number): number | null => (value === null ? null : whole(value, most));
const tenth = (value: number, most: number): number => Math.round(within(value, most) * 10) / 10;

export function reportBetween(
  before: Reception,
  after: Reception,
  page: Pick<WatcherReport, 'page' | 'sound'>,
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

/** What each frame or sample waited meanwhile, and would have had to; null where none came through. */
export function waitBetween(before: Waited, after: Waited): { readonly ms: number; readonly neededMs: number } | null {
  const count = after.count - before.count;
  if (count <= 0) return null;
  const each = (total: keyof Waited): number => ((after[total] - before[total]) / count) * 1000;
  return { ms: each('seconds'), neededMs: each('neededSeconds') };
}

/**
 * How live it is: from the capture until it is played. The two clocks are told apart by the presenter's word of its own, of which the
 * quickest of two is taken; until that is known, what can be measured here is the buffer and half a round trip.
 */
function delayBetween(before: Reception, after: Reception): number | null {
  const heard = after.framesDecoded > 0 ? 'picture' : 'sound';
  const wait = waitBetween(before[heard], after[heard]);
  const halfTripMs = (after.roundTripMs ?? 0) / 2;
  const least = wait || after.roundTripMs !== null ? (wait?.ms ?? 0) + halfTripMs : null;
  if (after.playedAgeMs === null || after.clockLagMs === null) return least;
  const lagMs = Math.min(after.clockLagMs, before.clockLagMs ?? after.clockLagMs);
  return Math.max(least ?? 0, after.playedAgeMs - lagMs + halfTripMs);
}
