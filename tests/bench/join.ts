/**
 * Measures the time from the start of the navigation to the first presented frame, one visit after
 * another. The presenter is the app. `firstFrameMs`: in a fresh context each time. `warm`: the
 * second visit in it. With `--rtt <ms>` also how many round trips a visit takes over a line of that
 * length.
 */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchPresenterApp } from '../support/drive/launch-presenter-app.ts';
import { Presenter, fakeDevices } from '../support/drive/presenter.ts';
import { launchChromium } from '../support/machine/chromium.ts';
import { measureRoundTrips } from '../support/measure/join/round-trips.ts';
import { visit, type Visit } from '../support/measure/join/visit.ts';
import { percentile } from '../support/measure/statistics.ts';
import { whyNoDelay } from '../support/network/delayed-line.ts';
import { startServiceProcess } from '../support/service/service-process.ts';

const JOINS = 20;

const [option, value] = process.argv.slice(2);
const rttMs = option === '--rtt' ? Number(value ?? 100) : null;
const obstacle = rttMs === null ? undefined : whyNoDelay();
if (rttMs !== null && !(rttMs > 0)) throw new Error('--rtt takes milliseconds, such as 100');

const timesOf = (visits: readonly Visit[]) => {
  const times = visits.map(({ firstFrameMs }) => firstFrameMs);
  return { p50: Math.round(percentile(times, 50)), p95: Math.round(percentile(times, 95)) };
};

const service = await startServiceProcess();
const folder = await mkdtemp(join(tmpdir(), 'lectern-join-'));
const { app, page } = await launchPresenterApp({ serviceUrl: service.url, userDataDir: folder, args: fakeDevices });
const browser = await launchChromium();
try {
  const presenter = new Presenter(page);
  // The watcher before has left, so that each join meets the same presenter.
  const settle = (): Promise<void> => presenter.expectAudience(0);
  const url = await presenter.watchUrl();
  await presenter.goLive();
  const [cold, warm]: [Visit[], Visit[]] = [[], []];
  for (let i = 0; i < JOINS; i += 1) {
    const context = await browser.newContext();
    cold.push(await visit(context, url));
    await settle();
    warm.push(await visit(context, url));
    await context.close();
    await settle();
    const [first, second] = [cold.at(-1), warm.at(-1)].map((one) => Math.round(one?.firstFrameMs ?? 0));
    console.error(`join ${i + 1} of ${JOINS}: ${first} ms, again ${second} ms`);
  }
  if (obstacle !== undefined) console.error(`No round trips are counted: ${obstacle}.`);
  const path = new URL(url).pathname;
  const roundTrips =
    rttMs === null || obstacle !== undefined
      ? undefined
      : await measureRoundTrips({ port: service.port, path, rttMs, folder, settle });
  console.log(
    JSON.stringify({
      firstFrameMs: timesOf(cold),
      warm: timesOf(warm),
      ...(roundTrips ? { roundTrips } : {}),
      ...(obstacle === undefined ? {} : { roundTrips: null, obstacle }),
      connectBytesGzip: Math.max(...cold.map(({ connectBytesGzip }) => connectBytesGzip)),
      pageBytesGzip: Math.max(...cold.map(({ pageBytesGzip }) => pageBytesGzip)),
    }),
  );
} finally {
  await Promise.allSettled([browser.close(), app.close()]);
  await service.stop();
}
