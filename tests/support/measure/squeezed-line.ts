/**
 * Measures a watcher whose line becomes bad and good again, beside a neighbour whose line stays
 * good. Real app, real pages, a bottleneck of 300 kbit/s with a buffer of 200 ms. Needs root.
 */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { launchPresenterApp } from '../drive/launch-presenter-app.ts';
import { Presenter, fakeDevices } from '../drive/presenter.ts';
import { openChromium, watchersIn, type Watcher } from '../drive/watchers.ts';
import { clip } from '../machine/camera-clip.ts';
import { launchChromium, soundWithoutPress } from '../machine/chromium.ts';
import { addSecondMachine } from '../network/second-machine.ts';
import { startServiceProcess } from '../service/service-process.ts';
import type { MediaFacts } from './media-probe.ts';

const SETTLE_MS = 5_000;
const PATIENCE_MS = 60_000;

interface Playing {
  readonly width: number;
  readonly fps: number;
  readonly longestGapMs: number;
  readonly delayMs: number;
}

export interface Squeeze {
  /**
   * Until the lowest layer plays with less than half a second of delay; null if it never did within
   * a minute.
   */
  readonly lowAfterMs: number | null;
  /**
   * From the end of the squeeze until the largest layer plays again; null if it did not within a
   * minute.
   */
  readonly topAfterMs: number | null;
  readonly squeezed: Playing;
  /** The control: before the squeeze, and during it. */
  readonly neighbour: { readonly before: Playing; readonly during: Playing };
}

export interface SqueezedLine {
  /**
   * Squeezes the line for so long. The watchers are new each time, so no link remembers an earlier
   * squeeze.
   */
  squeeze(ms: number): Promise<Squeeze>;
  close(): Promise<void>;
}

/** Milliseconds until the watcher's facts are as wanted, or null if they never were. */
async function until(watcher: Watcher, isWished: (facts: MediaFacts) => boolean): Promise<number | null> {
  const startedAt = performance.now();
  while (performance.now() - startedAt < PATIENCE_MS) {
    if (isWished(await watcher.facts())) return Math.round(performance.now() - startedAt);
    await pause(100);
  }
  return null;
}

const hasTop = ({ width }: MediaFacts): boolean => width === 1280;

/** What the watcher plays over the next `ms`. */
async function playOver(watcher: Watcher, ms: number): Promise<Playing> {
  await watcher.resetGap();
  const [startedAt, before] = [performance.now(), await watcher.facts()];
  await pause(ms);
  const { frames, width, longestGapMs, delayMs } = await watcher.facts();
  const seconds = (performance.now() - startedAt) / 1000;
  return {
    width,
    fps: Math.round(((frames - before.frames) / seconds) * 10) / 10,
    longestGapMs: Math.round(longestGapMs),
    delayMs: Math.round(delayMs),
  };
}

export async function openSqueezedLine(): Promise<SqueezedLine> {
  const machine = await addSecondMachine();
  const service = await startServiceProcess();
  const folder = await mkdtemp(join(tmpdir(), 'lectern-squeeze-'));
  const { app, page } = await launchPresenterApp({
    serviceUrl: service.url,
    userDataDir: join(folder, 'profile'),
    args: [...fakeDevices, `--use-file-for-fake-video-capture=${await clip('motion')}`],
  });
  const far = await launchChromium([soundWithoutPress], await machine.namespace.launcher('chromium'));
  const near = await openChromium();
  const presenter = new Presenter(page);
  const { pathname } = new URL(await presenter.watchUrl());
  await presenter.goLive();

  return {
    squeeze: async (ms) => {
      const squeezed = await watchersIn(far).watch(`http://${machine.ourAddress}:${service.port}${pathname}`);
      const neighbour = await near.watch(`${service.url}${pathname}`);
      for (const watcher of [squeezed, neighbour]) {
        if ((await until(watcher, hasTop)) === null) throw new Error('the line was not good to begin with');
      }
      // The line has been good for a while, as in the middle of a talk.
      const before = await playOver(neighbour, SETTLE_MS);
      await machine.line.set({ rateKbit: 300, queueMs: 200 }, 'a-to-b');
      const lowAfterMs = await until(squeezed, ({ width, delayMs }) => width === 320 && delayMs < 500);
      const [low, during] = await Promise.all([playOver(squeezed, ms), playOver(neighbour, ms)]);
      await machine.line.set({ rateKbit: 0 });
      const topAfterMs = await until(squeezed, hasTop);
      for (const watcher of [squeezed, neighbour]) await watcher.close();
      return { lowAfterMs, topAfterMs, squeezed: low, neighbour: { before, during } };
    },
    close: async () => {
      await Promise.allSettled([far.close(), near.close(), app.close()]);
      await service.stop();
      await machine.remove();
    },
  };
}
