/**
 * Measures eight watchers behind one presenter's line of 8 Mbit/s: how often they switch layers,
 * and whether the sound stays whole. Real presenter, light receivers on a second machine, a
 * bottleneck with a buffer of 200 ms. `--watchers 8 --kbps 8000 --seconds 60`. With `--fail-to
 * 2000` the line then carries only so much for 3 s, and the time is measured until each has its
 * layer again. Needs root.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Presenter, fakeDevices } from '../support/drive/presenter.ts';
import { servePresenterPage, startPresenterInChromium } from '../support/drive/start-presenter.ts';
import { clip } from '../support/machine/camera-clip.ts';
import { addSecondMachine } from '../support/network/second-machine.ts';
import { LightReceivers } from '../support/measure/fanout/light-receivers.ts';
import { figuresBetween } from '../support/measure/watcher-reading.ts';
import { servePage } from '../support/pages/serve-page.ts';
import { startServiceProcess } from '../support/service/service-process.ts';

const READ_EVERY_MS = 200;
const SETTLE_MS = 15_000;
const BUFFER_MS = 200;
const FAILURE_MS = 3_000;
const PATIENCE_MS = 300_000;
/**
 * While nothing arrives a picture keeps its size, and the steering notices the failure a moment
 * after it.
 */
const HELD_MS = 10_000;

const { values } = parseArgs({
  options: {
    watchers: { type: 'string', default: '8' },
    kbps: { type: 'string', default: '8000' },
    seconds: { type: 'string', default: '60' },
    'fail-to': { type: 'string' },
  },
});
const ms = Number(values.seconds) * 1000;
const limit = { rateKbit: Number(values.kbps), queueMs: BUFFER_MS };

const machine = await addSecondMachine();
const lightPage = await servePage(`${import.meta.dirname}/../support/pages/light-receivers`, machine.ourAddress);
const presenterPage = await servePresenterPage();
const service = await startServiceProcess({
  LECTERN_ALLOWED_ORIGINS: [lightPage.origin, presenterPage.origin].join(','),
});
presenterPage.announceService(service.url);
const presenter = await startPresenterInChromium(presenterPage, {
  sending: 'once',
  switches: [...fakeDevices, `--use-file-for-fake-video-capture=${await clip('motion')}`],
});
const receivers = await LightReceivers.open(lightPage.origin, await machine.namespace.launcher('chromium'));
try {
  const control = new Presenter(presenter.page);

  const { pathname } = new URL(await control.watchUrl());
  await control.goLive();
  await machine.line.set(limit, 'a-to-b');
  const watchUrl = `http://${machine.ourAddress}:${service.port}${pathname}`;
  while (receivers.count < Number(values.watchers)) await receivers.join(watchUrl);
  await pause(SETTLE_MS);

  const before = await receivers.read();
  let widths = before.map(({ width }) => width);
  let switches = 0;
  const startedAt = performance.now();
  while (performance.now() - startedAt < ms) {
    await pause(READ_EVERY_MS);
    const now = (await receivers.read()).map(({ width }) => width);
    switches += now.filter((width, index) => width !== widths[index]).length;
    widths = now;
  }
  const after = await receivers.read();
  const watchers = after.flatMap((reading, index) => {
    const earlier = before[index];
    return earlier ? [figuresBetween(earlier, reading)] : [];
  });
  const least = (of: (figures: (typeof watchers)[number]) => number): number =>
    Math.round(Math.min(...watchers.map(of)) * 10) / 10;
  const failedKbps = values['fail-to'];
  const backAfterMs = failedKbps === undefined ? undefined : await failForAMoment(Number(failedKbps), widths);
  console.log(
    JSON.stringify({
      watchers: watchers.length,
      switchesPerMinute: Math.round((switches / ms) * 600_000) / 10,
      widths: widths.toSorted((a, b) => b - a),
      totalKbps: Math.round(watchers.reduce((sum, { kbps }) => sum + kbps, 0)),
      leastFps: least(({ fps }) => fps),
      worstAudioLossPct: Math.round(Math.max(...watchers.map(({ audioLossPct }) => audioLossPct)) * 100) / 100,
      backAfterMs,
    }),
  );
} finally {
  await receivers.close();
  await presenter.close();
  await Promise.allSettled([lightPage.close(), presenterPage.close()]);
  await service.stop();
  await machine.remove();
}

/**
 * Until each has at least the width that it had before, and keeps it; null if that takes longer
 * than five minutes.
 */
async function failForAMoment(rateKbit: number, widths: readonly number[]): Promise<number | null> {
  await machine.line.set({ ...limit, rateKbit }, 'a-to-b');
  await pause(FAILURE_MS);
  await machine.line.set(limit, 'a-to-b');
  const mendedAt = performance.now();
  let belowUntilMs = 0;
  for (let elapsedMs = 0; elapsedMs < PATIENCE_MS; elapsedMs = performance.now() - mendedAt) {
    await pause(READ_EVERY_MS);
    const readings = await receivers.read();
    if (readings.some(({ width }, index) => width < (widths[index] ?? 0))) belowUntilMs = performance.now() - mendedAt;
    else if (elapsedMs - belowUntilMs >= HELD_MS) return Math.round(belowUntilMs);
  }
  return null;
}
