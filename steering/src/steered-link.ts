/** One link's way up and down its ladder, as a pure step: what its own line carries, whatever the room allows. */
import { TOP_LAYER, type LayerIndex } from './layers.ts';
import { higherOf, type Costs } from './ladder-costs.ts';
import { readLine, unread, type LineReading } from './line-reading.ts';
import type { LinkSample } from './link-sample.ts';
import { hasTrialFailed, TRIAL_MS } from './trial.ts';

/**
 * `starting`: its estimate is still being made · `holding` · `probing`: asked for a probe before it rises · `trying`: has
 * risen and is watched · `retreating`: has just gone down, what was sent before is still on its way.
 */
export type Phase =
  | { readonly name: 'starting'; readonly sinceMs: number | null }
  | { readonly name: 'holding' }
  /** Its turn: it would rise with the right answer, and others wait for that. */
  | { readonly name: 'probing'; readonly sinceMs: number; readonly hasTurn: boolean }
  | { readonly name: 'trying'; readonly sinceMs: number; readonly from: LayerIndex }
  | { readonly name: 'retreating'; readonly sinceMs: number; readonly from: LayerIndex; readonly queueMs: number };

export interface SteeredLink {
  /** What it is sent. */
  readonly layer: LayerIndex;
  /** What its own line is believed to carry; the room may allow it less. */
  readonly carries: LayerIndex;
  /** What its watcher wants at most. */
  readonly highest: LayerIndex;
  readonly phase: Phase;
  readonly reading: LineReading;
  /** Retreats since the link last held a layer for long. */
  readonly retreats: number;
  readonly pausedUntilMs: number;
  readonly raisedAtMs: number | null;
}

export const newLink = (layer: LayerIndex): SteeredLink => ({
  layer,
  carries: TOP_LAYER,
  highest: TOP_LAYER,
  phase: { name: 'starting', sinceMs: null },
  reading: unread,
  retreats: 0,
  pausedUntilMs: 0,
  raisedAtMs: null,
});

export interface Moment {
  readonly nowMs: number;
  readonly costs: Costs;
}

/** WebRTC's first probes take the estimate from 300 kbit/s to the line's within a second; until then the pacer queues. */
const START_MS = 1_000;
/** The lower layer begins with its next key frame. */
const SWITCH_MS = 500;
const STILL_QUEUE_MS = 80;
/** A retreat shows once the lower layer's key frame is there and what had queued is gone. */
const RETREAT_MS = 750;
/** As long as a key frame queues while the estimate is still a lower layer's. */
const KEY_FRAME_QUEUE_MS = 250;
/** Loss is told once a second, and about the second before. */
const LOSS_MEMORY_MS = 1_750;

export type LinkVerdict = 'fine' | 'congested' | 'trial-failed';

/** What a key frame explains of a queue is nothing to worry about. */
const withoutKeyFrame = (sample: LinkSample): LinkSample =>
  sample.hadKeyFrame && sample.queueMs <= KEY_FRAME_QUEUE_MS ? { ...sample, queueMs: 0 } : sample;

/** Reads a sample. What to do about the verdict is decided by whoever sees all links. */
export const stepLink = (link: SteeredLink, taken: LinkSample, moment: Moment): [SteeredLink, LinkVerdict] => {
  const sample = withoutKeyFrame(taken);
  const { nowMs, costs } = moment;
  const { phase } = link;
  const [reading, sign] = readLine(link.reading, sample, { nowMs, neededKbps: costs[link.layer] });
  if (phase.name === 'starting') {
    if (sample.availableKbps === null) return [link, 'fine'];
    const sinceMs = phase.sinceMs ?? nowMs;
    const isOver = nowMs - sinceMs >= START_MS;
    const started = { ...reading, lastCongestedMs: null, congestedSinceMs: null, shortCount: 0 };
    return [{ ...link, reading: started, phase: isOver ? { name: 'holding' } : { name: 'starting', sinceMs } }, 'fine'];
  }
  const read = { ...link, reading };
  if (phase.name === 'trying') {
    const elapsedMs = nowMs - phase.sinceMs;
    if (hasTrialFailed(link.reading, sample, costs[link.layer])) return [read, 'trial-failed'];
    return [elapsedMs >= TRIAL_MS ? succeeded(read) : read, 'fine'];
  }
  if (phase.name === 'retreating') {
    const isOver = nowMs - phase.sinceMs >= LOSS_MEMORY_MS;
    if (sign === 'clear') return [isOver ? { ...read, phase: { name: 'holding' } } : read, 'fine'];
    return [read, isOver || isStillBad(phase, reading, nowMs) ? 'congested' : 'fine'];
  }
  return [
    sign === 'congested' ? { ...read, phase: { name: 'holding' } } : read,
    sign === 'congested' ? 'congested' : 'fine',
  ];
};

/** A queue that grows although less is put into it, or that does not go away; an estimate that sinks on. */
const isStillBad = (
  phase: Phase & { name: 'retreating' },
  { queueMs, shortCount }: LineReading,
  nowMs: number,
): boolean => {
  const elapsedMs = nowMs - phase.sinceMs;
  if (elapsedMs >= RETREAT_MS) return queueMs > STILL_QUEUE_MS || shortCount >= 2;
  return elapsedMs >= SWITCH_MS && queueMs > Math.max(phase.queueMs, STILL_QUEUE_MS);
};

const succeeded = (link: SteeredLink): SteeredLink => ({
  ...link,
  carries: higherOf(link.carries, link.layer),
  phase: { name: 'holding' },
});
