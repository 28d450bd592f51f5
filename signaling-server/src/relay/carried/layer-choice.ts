/**
 * Which layer a watcher of the relay gets, from what it reports. Janus estimates no bandwidth, so
 * freezes alone show that a layer is too much. Pure.
 */
import { backoffMs } from '@lectern/steering';
import type { WatcherReport } from '@lectern/protocol';
import type { RelayPolicy } from '../../policy.ts';

export interface LayerChoice {
  /** 0 is the lowest. */
  readonly layer: number;
  readonly changedAtMs: number;
  /** Steps down since it last kept a layer for long. */
  readonly downgrades: number;
  readonly notBeforeMs: number;
}

export const firstChoice = (layer: number, nowMs: number): LayerChoice => ({
  layer,
  changedAtMs: nowMs,
  downgrades: 0,
  notBeforeMs: nowMs,
});

type Report = Pick<WatcherReport, 'freezes' | 'fps' | 'droppedFrames' | 'page'>;

interface Bounds {
  /** The best that is published and that the watcher wants. */
  readonly highest: number;
  readonly nowMs: number;
  readonly policy: RelayPolicy['layers'];
}

export function choose(before: LayerChoice, report: Report, { highest, nowMs, policy }: Bounds): LayerChoice {
  if (before.layer > highest) return { ...before, layer: highest, changedAtMs: nowMs };
  // Browsers slow hidden pages down, which is no sign of a bad network.
  if (report.page === 'hidden') return before;
  const sinceMs = nowMs - before.changedAtMs;
  if (isTrouble(report)) {
    // What it reports is still about the layer before.
    if (sinceMs < policy.settlesMs || before.layer === 0) return before;
    const downgrades = before.downgrades + 1;
    return { layer: before.layer - 1, changedAtMs: nowMs, downgrades, notBeforeMs: nowMs + backoffMs(downgrades) };
  }
  if (before.layer < highest && nowMs >= before.notBeforeMs && sinceMs >= policy.settlesMs) {
    return { ...before, layer: before.layer + 1, changedAtMs: nowMs };
  }
  return sinceMs >= policy.provenMs && before.downgrades > 0 ? { ...before, downgrades: 0 } : before;
}

/** Frames that the device does not show in time are too many for it, too. */
const isTrouble = ({ freezes, fps, droppedFrames }: Report): boolean => freezes > 0 || droppedFrames > fps;
