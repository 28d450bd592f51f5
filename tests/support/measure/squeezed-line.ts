/**
 * A watcher whose line becomes bad and good again, beside one whose line stays good: real app, real pages, a bottleneck of 300 kbit/s
 * with a buffer of 200 ms. Needs root.
 */
import { chromium } from '@playwright/test';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { chromiumSwitches } from '../machine/chromium-switches.ts';
import { clip } from '../machine/camera-clip.ts';
import { findProgram } from '../machine/find-program.ts';
import { launchPresenterApp } from '../drive/launch-presenter-app.ts';
import type { MediaFacts } from './media-probe.ts';
import { addSecondMachine, writeLauncher } from '../machine/second-machine.ts';
import { Presenter, fakeDevices } from '../drive/presenter.ts';
import { startServiceProcess } from '../service/service-process.ts';
import { openChromium, watchersIn, type Watcher } from '../drive/watchers.ts';

const SETTLE_MS = 5_000;
const SQUEEZED_MS = 20_000;
const PATIENCE_MS = 40_000;

export interface Squeeze {
  /** Until the lowest layer plays with less than half a second of delay; null where it never did. */
  readonly lowAfterMs: number | null;
  readonly whileSqueezed: { readonly fps: number; readonly longestGapMs: number; readonly delayMs: number };
  /** From the end of the squeeze until the whole picture is back; null where it never was. */
  readonly topAfterMs: number | null;
  readonly neighbour: { readonly width: number; readonly longestGapMs: number };
}

export interface SqueezedLine {
  /** One squeeze, with new watchers every time: no link remembers what its line was like before. */
  squeeze(): Promise<Squeeze>;
  close(): Promise<void>;
}

/** Milliseconds until the watcher's facts are as wished, or null where they never were. */
async function until(watcher: Watcher, isWished: (facts: MediaFacts) => boolean): Promise<number | null> {
  const startedAt = performance.now();
  while (performance.now() - startedAt < PATIENCE_MS) {
    if (isWished(await watcher.facts())) return Math.round(performance.now() - startedAt);
    await pause(100);
  }
  return null;
}

const hasTop = ({ width }: MediaFacts): boolean => width === 1280;

export async function openSqueezedLine(): Promise<SqueezedLine> {
  const machine = await addSecondMachine();
  const service = await startServiceProcess();
  const folder = await mkdtemp(join(tmpdir(), 'lectern-squeeze-'));
  const { app, page } = await launchPresenterApp({
    serviceUrl: service.url,
    userDataDir: join(folder, 'profile'),
    args: [...fakeDevices, `--use-file-for-fake-video-capture=${await clip('motion')}`],
  });
  const far = await chromium.launch({
    executablePath: await writeLauncher(
      folder,
      'on-second-machine',
      `ip netns exec ${machine.namespace} ${findProgram('chromium')}`,
    ),
    args: [...chromiumSwitches, '--autoplay-policy=no-user-gesture-required'],
  });
  const near = await openChromium();
  const presenter = new Presenter(page);
  const { pathname } = new URL(await presenter.watchUrl());
  await presenter.goLive();

  return {
    squeeze: async () => {
      const squeezed = await watchersIn(far).watch(`http://${machine.ourAddress}:${service.port}${pathname}`);
      const neighbour = await near.watch(`${service.url}${pathname}`);
      for (const watcher of [squeezed, neighbour]) await until(watcher, hasTop);
      // The line has been good for a while, as in the middle of a talk.
      await pause(SETTLE_MS);
      await neighbour.resetGap();
      await machine.squeeze(300, 200);
      const lowAfterMs = await until(squeezed, ({ width, delayMs }) => width === 320 && delayMs < 500);
      await squeezed.resetGap();
      const before = await squeezed.facts();
      await pause(SQUEEZED_MS);
      const during = await squeezed.facts();
      await machine.release();
      const topAfterMs = await until(squeezed, hasTop);
      const beside = await neighbour.facts();
      for (const watcher of [squeezed, neighbour]) await watcher.close();
      return {
        lowAfterMs,
        whileSqueezed: {
          fps: Math.round(((during.frames - before.frames) / SQUEEZED_MS) * 10_000) / 10,
          longestGapMs: Math.round(during.longestGapMs),
          delayMs: Math.round(during.delayMs),
        },
        topAfterMs,
        neighbour: { width: beside.width, longestGapMs: Math.round(beside.longestGapMs) },
      };
    },
    close: async () => {
      await Promise.allSettled([far.close(), near.close(), app.close()]);
      await service.stop();
      await machine.remove();
    },
  };
}
