/**
 * Two instances behind HAProxy are restarted one after the other, as for an upgrade, while a
 * picture plays and other watchers come and go: with Redis, and without.
 */
import { expect, test, type Browser } from '@playwright/test';
import { startCluster } from '../bench/chaos/cluster.ts';
import { LightRoom } from '../bench/chaos/light-room.ts';
import { DrawnPresenter, serveDrawnPresenter } from '../support/drive/drawn-presenter.ts';
import { expectPlaying, gapsOver, watchersIn, type Watcher } from '../support/drive/watchers.ts';
import { launchChromium } from '../support/machine/chromium.ts';
import { requires } from '../support/machine/requirements.ts';
import type { ServedPage } from '../support/pages/serve-page.ts';
import { startServiceProcess, type ServiceProcess } from '../support/service/service-process.ts';

requires('chromium', 'haproxy', 'redis');

const ROOMS = 3;
const WATCHERS_A_ROOM = 4;
const CHANGE_EVERY_MS = 400;
/** HAProxy asks twice within two seconds, a quarter of this, before it leaves an instance out. */
const DRAIN_S = 8;
/** Where a lost link is noticed and replaced, the picture stands still for longer. */
const REPLACED_MS = 1_000;
const SETTLED = { timeout: 40_000, intervals: [100] };

let browser: Browser;
let served: ServedPage;
let control: Watcher;

const ending: (() => Promise<void>)[] = [];
const endAll = async (): Promise<void> => {
  for (const end of ending.splice(0).toReversed()) await end();
};

test.describe.configure({ mode: 'serial' });
test.afterAll(endAll);

async function present(url: string) {
  const presenter = await DrawnPresenter.load(browser, served.origin);
  await presenter.open(url);
  await presenter.goLive();
  return { presenter, link: `${url}/r/${presenter.roomId}` };
}

async function watch(link: string): Promise<Watcher> {
  const watcher = await watchersIn(browser).watch(link);
  await expectPlaying(watcher);
  return watcher;
}

test.beforeAll(async () => {
  browser = await launchChromium();
  ending.push(() => browser.close());
  served = await serveDrawnPresenter();
  ending.push(() => served.close());
  const service = await startServiceProcess({ LECTERN_ALLOWED_ORIGINS: served.origin });
  ending.push(() => service.stop());
  control = await watch((await present(service.url)).link);
});

/** Runs in the page: the certificates (RFC 8122) by which its connected ends are known. */
const connected = (): readonly string[] =>
  [...window.connectionList].flatMap(({ connectionState, localDescription }) =>
    connectionState === 'connected' ? (/^a=fingerprint:.*$/m.exec(localDescription?.sdp ?? '')?.[0] ?? '') : [],
  );

/** As an orchestrator does it: the next one not before this one is ready. */
async function restart(instance: ServiceProcess): Promise<void> {
  await instance.stop();
  expect(instance.exitCode()).toBe(0);
  await instance.restart();
  await expect.poll(async () => (await fetch(`${instance.url}/readyz`)).status, SETTLED).toBe(200);
}

for (const way of ['redis', 'hashed'] as const) {
  test(`a restart of one after the other loses no room, link or picture: ${way}`, async () => {
    const cluster = await startCluster(way, 'built', served.origin, { LECTERN_DRAIN_S: String(DRAIN_S) });
    const { presenter, link } = await present(cluster.url);
    const watcher = await watch(link);
    const rooms = await Promise.all(Array.from({ length: ROOMS }, () => LightRoom.open(cluster.url)));
    for (const room of rooms) for (let count = 0; count < WATCHERS_A_ROOM; count += 1) room.join();
    const whole = rooms.map(() => true);
    await expect.poll(() => rooms.map(({ isWhole }) => isWhole), SETTLED).toEqual(whole);

    const ends = await watcher.read(connected);
    let changes = 0;
    const changing = setInterval(() => {
      const room = rooms[changes % ROOMS];
      changes += 1;
      room?.leave();
      room?.join();
    }, CHANGE_EVERY_MS);
    const [atControl = 0, gap = 0] = await gapsOver([control, watcher], 30, async () => {
      for (const instance of cluster.instances) await restart(instance);
    });
    clearInterval(changing);

    // Newcomers get in as well.
    for (const room of rooms) room.join();
    await expect.poll(() => rooms.map(({ isWhole }) => isWhole), SETTLED).toEqual(whole);
    expect(rooms.map(({ linksRefused }) => linksRefused)).toEqual(rooms.map(() => 0));
    await (await watch(link)).close();
    // The first picture has come over one link all the time.
    expect(await watcher.read(connected)).toEqual(ends);
    expect(gap).toBeLessThan(atControl + REPLACED_MS);

    for (const room of rooms) room.close();
    await watcher.close();
    await presenter.close();
    await cluster.close();
  });
}
