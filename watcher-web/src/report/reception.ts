/** What a link's statistics say about its reception, and what lies between two readings of them. */
import type { WatcherReport } from '@lectern/protocol';

/** Totals since the link began, except for what is said to be of now. */
export interface Reception {
  readonly atMs: number;
  readonly framesDecoded: number;
  readonly framesDropped: number;
  readonly freezes: number;
  readonly decodeSeconds: number;
  readonly bufferSeconds: number;
  readonly buffered: number;
  /** Of now. */
  readonly width: number;
  readonly height: number;
  readonly roundTripMs: number | null;
  readonly route: WatcherReport['route'];
}

/** Before anything has arrived. */
export const noReception = (atMs: number): Reception => ({
  atMs,
  framesDecoded: 0,
  framesDropped: 0,
  freezes: 0,
  decodeSeconds: 0,
  bufferSeconds: 0,
  buffered: 0,
  width: 0,
  height: 0,
  roundTripMs: null,
  route: 'direct',
});

/** The part of a statistics report that is read. TypeScript has its entries as `any`; the names are those of W3C's webrtc-stats. */
export type Statistics = Pick<RTCStatsReport, 'get' | 'values'>;

export function receptionIn(statistics: Statistics, atMs: number): Reception {
  const inbound = [...statistics.values()].filter(({ type }) => type === 'inbound-rtp');
  const picture = inbound.find(({ kind, framesDecoded }) => kind === 'video' && (framesDecoded ?? 0) > 0);
  // Sound alone has a delay as well; a picture's is the one that is seen.
  const heard = picture ?? inbound.find(({ kind }) => kind === 'audio');
  return {
    atMs,
    framesDecoded: picture?.framesDecoded ?? 0,
    framesDropped: picture?.framesDropped ?? 0,
    freezes: picture?.freezeCount ?? 0,
    decodeSeconds: picture?.totalDecodeTime ?? 0,
    bufferSeconds: heard?.jitterBufferDelay ?? 0,
    buffered: heard?.jitterBufferEmittedCount ?? 0,
    width: picture?.frameWidth ?? 0,
    height: picture?.frameHeight ?? 0,
    ...pathIn(statistics),
  };
}

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
    delayMs: delayBetween(before, after),
    route: after.route,
    ...page,
  };
}

function delayBetween(before: Reception, after: Reception): number | null {
  const emitted = after.buffered - before.buffered;
  if (emitted <= 0 && after.roundTripMs === null) return null;
  const bufferMs = emitted > 0 ? ((after.bufferSeconds - before.bufferSeconds) / emitted) * 1000 : 0;
  return whole(bufferMs + (after.roundTripMs ?? 0) / 2, 600_000);
}
