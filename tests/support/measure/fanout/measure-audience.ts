/** Measures over some seconds what a presenter costs and what each of its watchers gets. */
import { setTimeout as pause } from 'node:timers/promises';
import { measureProcessors, readBusy, type ProcessorUse } from '../../machine/process-tree.ts';
import { readEncoders } from '../connection-list.ts';
import { sum } from '../statistics.ts';
import { figuresBetween, type WatcherFigures, type WatcherReading } from '../watcher-reading.ts';
import type { Stage } from './stage.ts';

const WIDTH = 1280;
const READ_EVERY_MS = 1_000;
const READINGS_IN_A_ROW = 3;
/** Of thirty frames and fifty packets: in a single second, some fall just before or after it. */
const SETTLED_FPS = 25;
const SETTLED_AUDIO_PACKETS = 40;

/** Each value is the worst of all watchers, not necessarily of the same one. */
interface Worst {
  readonly fps: number;
  readonly width: number;
  readonly kbps: number;
  /** 2 is the whole picture, 1 the half and 0 the quarter of its width. */
  readonly layer: number;
  readonly audioLossPct: number;
}

export interface AudienceFigures {
  readonly presenterCpuPct: number;
  readonly worst: Worst;
  readonly freezes: number;
  /** With a full machine, the figures are those of the machine. */
  readonly machineBusyPct: number;
}

/** Further figures, for the person who runs the measurement. */
export interface Circumstances {
  readonly processors: ProcessorUse<'presenter' | 'decoding' | 'light'>;
  /** Links that began while it was measured: they have no figures of the whole time. */
  readonly renewedLinks: number;
  readonly encodersAtWork: number;
  readonly keyFrameRequestsPerSecond: number;
  readonly worstConcealedPct: number | null;
}

interface Settled {
  /**
   * Whether all watchers had the whole picture and sound for a few readings in a row, within the
   * time.
   */
  readonly settled: boolean;
  readonly afterMs: number;
  /** How many had it at the last reading. */
  readonly whole: number;
}

export async function settle(stage: Stage, timeoutMs: number): Promise<Settled> {
  const startedAt = performance.now();
  let before = await stage.read();
  let inARow = 0;
  for (;;) {
    await pause(READ_EVERY_MS);
    const after = await stage.read();
    const whole = after.filter((reading, index) => isServed(before[index], reading)).length;
    inARow = whole === after.length ? inARow + 1 : 0;
    before = after;
    const afterMs = performance.now() - startedAt;
    const settled = inARow >= READINGS_IN_A_ROW;
    if (settled || afterMs > timeoutMs) return { settled, afterMs, whole };
  }
}

function isServed(before: WatcherReading | undefined, after: WatcherReading): boolean {
  if (!before || !after.connected) return false;
  const { fps, width, audioPacketsPerSecond } = figuresBetween(before, after);
  return width === WIDTH && fps >= SETTLED_FPS && audioPacketsPerSecond >= SETTLED_AUDIO_PACKETS;
}

export async function measureAudience(
  stage: Stage,
  ms: number,
): Promise<{ readonly figures: AudienceFigures; readonly circumstances: Circumstances }> {
  const encodersBefore = await stage.presenter.page.evaluate(readEncoders);
  const busyBefore = await readBusy();
  const before = await stage.read();
  const processors = await measureProcessors(stage.pids, ms);
  const after = await stage.read();
  const busyAfter = await readBusy();
  const encodersAfter = await stage.presenter.page.evaluate(readEncoders);

  const watchers = after.flatMap((reading, index) => {
    const earlier = before[index];
    return earlier ? [figuresBetween(earlier, reading)] : [];
  });
  const framesOf = Object.entries(encodersAfter).map(([name, frames]) => frames - (encodersBefore[name] ?? frames));
  const concealed = watchers.flatMap(({ concealedPct }) => concealedPct ?? []);
  return {
    figures: {
      presenterCpuPct: round(processors.presenter),
      worst: worstOf(watchers),
      freezes: sum(watchers.map(({ freezes }) => freezes ?? 0)),
      machineBusyPct: round(((busyAfter.busy - busyBefore.busy) / (busyAfter.all - busyBefore.all)) * 100),
    },
    circumstances: {
      processors,
      renewedLinks: after.filter(({ stream }, index) => stream !== before[index]?.stream).length,
      // The encoder of a link that only forwards makes hardly any frames.
      encodersAtWork: framesOf.filter((frames) => frames > (ms / 1000) * 8).length,
      keyFrameRequestsPerSecond: sum(watchers.map((watcher) => watcher.keyFrameRequestsPerSecond)),
      worstConcealedPct: concealed.length === 0 ? null : Math.max(...concealed),
    },
  };
}

function worstOf(watchers: readonly WatcherFigures[]): Worst {
  const least = (of: (watcher: WatcherFigures) => number): number => Math.min(...watchers.map(of));
  const width = least((watcher) => watcher.width);
  return {
    fps: round(least(({ fps }) => fps)),
    width,
    kbps: Math.round(least(({ kbps }) => kbps)),
    layer: Math.max(0, 2 - Math.round(Math.log2(WIDTH / Math.max(1, width)))),
    audioLossPct: round(Math.max(...watchers.map(({ audioLossPct }) => audioLossPct)), 2),
  };
}

/** Whether every watcher had the whole picture, at 29 frames a second or more. */
export const isWhole = ({ worst }: AudienceFigures): boolean => worst.width === WIDTH && worst.fps >= 29;

const round = (value: number, digits = 1): number => Number(value.toFixed(digits));
