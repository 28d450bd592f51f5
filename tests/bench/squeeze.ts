/**
 * A watcher whose line becomes bad and good again, beside one whose line stays good: how soon it has its lowest layer with little delay, how smooth
 * that is, and how soon it is back at the top. Real app, real pages, a bottleneck of 300 kbit/s with a buffer of 200 ms. `--rounds 3`.
 * Needs root.
 */
import { chromium } from '@playwright/test';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { chromiumSwitches } from '../support/chromium-switches.ts';
import { clip } from '../support/clip.ts';
import { findProgram } from '../support/find-program.ts';
import { launchPresenterApp } from '../support/launch-presenter-app.ts';
import type { MediaFacts } from '../support/media-probe.ts';
import { addSecondMachine, writeLauncher } from '../support/network.ts';
import { Presenter, fakeDevices } from '../support/presenter.ts';
import { startServiceProcess } from '../support/service-process.ts';
import { openChromium, watchersIn, type Watcher } from '../support/watchers.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '3' } } });
const SETTLE_MS = 5_000;
const SQUEEZED_MS = 20_000;
const PATIENCE_MS = 40_000;

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

interface Squeeze {
  readonly lowAfterMs: number | null;
  readonly whileSqueezed: { readonly fps: number; readonly longestGapMs: number; readonly delayMs: number };
  readonly topAfterMs: number | null;
  readonly neighbour: { readonly width: number; readonly longestGapMs: number };
}

/** New watchers every time, so that no link remembers what its line was like before. */
async function squeezeOnce(path: string): Promise<Squeeze> {
  const squeezed = await watchersIn(far).watch(`http://${machine.ourAddress}:${service.port}${path}`);
  const neighbour = await near.watch(`${service.url}${path}`);
  for (const watcher of [squeezed, neighbour]) await until(watcher, hasTop);
  // The line has been good for a while: as it is in the middle of a talk.
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
}

try {
  const presenter = new Presenter(page);
  const { pathname } = new URL(await presenter.watchUrl());
  await presenter.goLive();
  const rounds: Squeeze[] = [];
  for (let round = 0; round < Number(values.rounds); round += 1) {
    rounds.push(await squeezeOnce(pathname));
    console.error(JSON.stringify(rounds.at(-1)));
  }
  console.log(JSON.stringify({ rounds }));
} finally {
  await Promise.allSettled([far.close(), near.close(), app.close()]);
  await service.stop();
  await machine.remove();
}
