/**
 * A room through the real Janus, as people see it: the presenter's own session and fan-out, the
 * service, and the watcher page, which cannot tell the relay from the presenter.
 */
import { expect, test, type Page } from '@playwright/test';
import type { RelaySetting } from '../../signaling-server/src/relay/relay.ts';
import { openLiveRoom, type LiveRoom } from '../support/drive/live-room.ts';
import { soundWithoutPress } from '../support/machine/chromium.ts';
import { startJanus, type JanusServer } from '../support/machine/janus.ts';
import { requires } from '../support/machine/requirements.ts';
import { readMediaFacts } from '../support/measure/media-probe.ts';

requires('chromium', 'janus');

const SOON = { timeout: 60_000 };
/** This machine may be busy: only what has died is away. */
const relayTimes = { connectWithinMs: 20_000, answerWithinMs: 20_000, pongWithinMs: 20_000 };

const servers: JanusServer[] = [];
let live: LiveRoom;
test.afterEach(async () => {
  await live?.close();
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

/** A live room whose watchers are at the relay: the origin, or so many edges. */
async function openAtRelay(edges = 0): Promise<readonly JanusServer[]> {
  const origin = await startJanus();
  servers.push(origin);
  const { secret } = origin;
  for (let edge = 0; edge < edges; edge += 1) servers.push(await startJanus({ secret }));
  const urls = servers.slice(1).map(({ url }) => url);
  const relay: RelaySetting = { origin: origin.url, edges: urls, secret, restart: { by: 'platform' } };
  live = await openLiveRoom({ service: { relay, relayUse: 'always', relayTimes }, switches: [soundWithoutPress] });
  return servers;
}

const facts = (page: Page) => page.evaluate(readMediaFacts);
/** Frames that are shown from now on. */
async function expectMoreFrames(...pages: readonly Page[]): Promise<void> {
  for (const page of pages) {
    const { frames } = await facts(page);
    await expect.poll(async () => (await facts(page)).frames, SOON).toBeGreaterThan(frames + 30);
  }
}

/** Where the connections of a watcher's page lead: the relay's offers have no data channel. */
const connectedTo = (page: Page) =>
  page.evaluate(() => {
    const connected = [...window.connectionList].filter((pc) => pc.connectionState === 'connected');
    return connected.map((pc) => (/^m=application/m.test(pc.remoteDescription?.sdp ?? '') ? 'direct' : 'relay')).join();
  });
const isAtRelay = (page: Page) => expect.poll(() => connectedTo(page), SOON).toBe('relay');

/** What the presenter's app knows of the watchers at the relay. */
const digest = () =>
  live.presenter.page.evaluate(() => window.drawnPresenter.broadcast?.relay.state.get().digest ?? null);
const directLinks = () =>
  live.presenter.page.evaluate(() => window.drawnPresenter.broadcast?.links.watched.get().length);

test('watchers move to the relay with a picture that goes on, others join it, and the presenter removes one', async () => {
  test.setTimeout(300_000);
  await openAtRelay();
  const first = await live.watch({});
  await isAtRelay(first);
  await expectMoreFrames(first);
  const second = await live.watch({});
  await isAtRelay(second);
  await expectMoreFrames(first, second);
  const { audioEnergy } = await facts(second);
  await expect.poll(async () => (await facts(second)).audioEnergy, SOON).toBeGreaterThan(audioEnergy);
  await expect.poll(directLinks, SOON).toBe(0);
  await expect.poll(async () => (await digest())?.playing, SOON).toBe(2);
  expect((await digest())?.first.map(({ report }) => report?.height)).toEqual([expect.any(Number), expect.any(Number)]);

  const watcherId = (await digest())?.first[0]?.watcherId;
  if (watcherId === undefined) throw new Error('the digest names nobody');
  await live.presenter.page.evaluate((id) => window.drawnPresenter.session.removeWatcher(id), watcherId);
  await expect(first.locator('main[data-view="removed"]')).toBeVisible(SOON);
  await expect.poll(async () => (await digest())?.watchers, SOON).toBe(1);
  await expectMoreFrames(second);

  await live.presenter.stop();
  await expect(second.locator('main[data-view="ended"]')).toBeVisible(SOON);
});

test('a Janus that is killed and comes back has the room again, and its watchers their picture', async () => {
  test.setTimeout(300_000);
  const [origin] = await openAtRelay();
  const watcher = await live.watch({});
  await isAtRelay(watcher);
  await expectMoreFrames(watcher);
  await origin?.kill();
  await origin?.start();
  await expectMoreFrames(watcher);
  await isAtRelay(watcher);
});

test('watchers are spread over the edges, and those of a dead one go to the other by themselves', async () => {
  test.setTimeout(300_000);
  const [, first, second] = await openAtRelay(2);
  const pages = [await live.watch({}), await live.watch({})];
  for (const page of pages) await isAtRelay(page);
  await expectMoreFrames(...pages);
  await first?.kill();
  await expectMoreFrames(...pages);
  await second?.kill();
  await first?.start();
  await expectMoreFrames(...pages);
});

test('without the relay, links are direct again', async () => {
  test.setTimeout(300_000);
  const [origin] = await openAtRelay();
  const watcher = await live.watch({});
  await isAtRelay(watcher);
  await origin?.kill();
  await expect.poll(() => connectedTo(watcher), SOON).toBe('direct');
  await expectMoreFrames(watcher);
});
