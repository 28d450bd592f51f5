/**
 * What another program publishes into a room by WHIP, as the room's watchers see it on their page:
 * the service, a real Janus, an encoder that others wrote.
 */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { StreamGeneration, type StreamTokens } from '@lectern/protocol';
import { expect, test, type Browser, type Page } from '@playwright/test';
import { openLiveRoom } from '../support/drive/live-room.ts';
import { watchersIn, type Watcher } from '../support/drive/watchers.ts';
import { launchChromium, soundWithoutPress } from '../support/machine/chromium.ts';
import { startJanus, type JanusServer } from '../support/machine/janus.ts';
import { requires } from '../support/machine/requirements.ts';
import { servePage, type ServedPage } from '../support/pages/serve-page.ts';
import type { Maker } from '../support/pages/whip-clients/main.ts';
import { closeClients, openRoom } from '../support/service/clients.ts';
import { startSignaling, type TestService } from '../support/service/start-service.ts';

const SOON = { timeout: 60_000 };
const packages = ['@eyevinn/webrtc-player', '@eyevinn/whip-web-client', 'whip-whep/whep.js', 'whip-whep/whip.js'];
const devices = ['--use-fake-device-for-media-stream=fps=10', '--use-fake-ui-for-media-stream'];
/** This machine may be busy. */
const relayTimes = { connectWithinMs: 20_000, answerWithinMs: 20_000, pongWithinMs: 20_000, offersPerMinute: 1_000 };

requires('chromium', 'janus');
test.describe.configure({ timeout: 300_000 });

let janus: JanusServer;
let site: ServedPage;
let closing: (() => Promise<void>)[];
test.beforeAll(async () => {
  janus = await startJanus();
  site = await servePage(join(import.meta.dirname, '../support/pages/whip-clients'), '127.0.0.1', packages);
});
test.beforeEach(() => {
  closing = [];
});
test.afterEach(async () => {
  closeClients();
  for (const close of closing.toReversed()) await close();
});
test.afterAll(async () => {
  await site.close();
  await janus.close();
});

const relayed = (): Parameters<typeof startSignaling>[0] => ({
  relay: { origin: janus.url, edges: [], secret: janus.secret, restart: { by: 'platform' } },
  relayTimes,
});

async function openBrowser(): Promise<Browser> {
  const browser = await launchChromium([soundWithoutPress, ...devices]);
  closing.push(() => browser.close());
  return browser;
}

interface Granted {
  readonly service: TestService;
  readonly roomId: string;
  readonly tokens: StreamTokens;
  readonly revoke: () => Promise<unknown>;
}

/** A room whose presenter's app is off air, and lets others publish. */
async function openGranted(): Promise<Granted & { readonly leave: () => void }> {
  const service = await startSignaling(relayed());
  closing.push(() => service.close());
  const { client, roomId } = await openRoom(service.url, { live: false });
  const generation = StreamGeneration.parse(randomBytes(16).toString('base64url'));
  const { tokens } = await client.request('stream:grant', { generation });
  if (tokens === null) throw new Error('nothing carries streams');
  return { service, roomId, tokens, revoke: () => client.request('stream:revoke', {}), leave: () => client.close() };
}

type Where = Pick<Granted, 'service' | 'roomId' | 'tokens'>;

async function publish(browser: Browser, { service, roomId, tokens }: Where, maker: Maker, codec?: string) {
  const page = await browser.newPage();
  await page.goto(site.origin);
  await page.waitForFunction(() => 'clients' in window);
  const url = `${service.url}/whip/${roomId}`;
  await page.evaluate(([name, at, token, kind]) => window.clients.publish(name, at, token, kind), [
    maker,
    url,
    tokens.publish,
    codec,
  ] as const);
  return page;
}

const stop = (page: Page): Promise<void> => page.evaluate(() => window.running.stop());

const watch = (browser: Browser, { service, roomId }: Pick<Granted, 'service' | 'roomId'>): Promise<Watcher> =>
  watchersIn(browser).watch(`${service.url}/r/${roomId}`);

const expectView = (watcher: Watcher, view: string) => expect.poll(() => watcher.view(), SOON).toBe(view);

async function expectPictureAndSound(...watchers: readonly Watcher[]): Promise<void> {
  for (const watcher of watchers) {
    await expectView(watcher, 'live');
    const { frames, audioEnergy } = await watcher.facts();
    await expect.poll(async () => (await watcher.facts()).frames, SOON).toBeGreaterThan(frames + 10);
    await expect.poll(async () => (await watcher.facts()).audioEnergy, SOON).toBeGreaterThan(audioEnergy);
    expect((await watcher.facts()).height).toBeGreaterThan(200);
  }
}

/** What the page's connections decode. */
const codecs = (watcher: Watcher) =>
  watcher.read(async () => {
    const reports = await Promise.all([...window.connectionList].map((pc) => pc.getStats()));
    const found: string[] = [];
    for (const report of reports) {
      for (const stat of report.values()) if (stat.type === 'codec') found.push(String(stat.mimeType));
    }
    return found.toSorted();
  });

test('watchers wait, see and hear what an encoder publishes, and wait again when the grant is taken back', async () => {
  const room = await openGranted();
  const browser = await openBrowser();
  const early = await watch(browser, room);
  await expectView(early, 'waiting');
  await publish(browser, room, 'eyevinn');
  await expectPictureAndSound(early);
  const late = await watch(browser, room);
  await expectPictureAndSound(late, early);
  await room.revoke();
  for (const watcher of [early, late]) await expectView(watcher, 'ended');
});

test('without the app, H.264 comes and goes with its encoder', async () => {
  const room = await openGranted();
  room.leave();
  const browser = await openBrowser();
  const watcher = await watch(browser, room);
  const encoder = await publish(browser, room, 'medooze', 'H264');
  await expectPictureAndSound(watcher);
  expect(await codecs(watcher)).toEqual(['audio/opus', 'video/H264']);
  await stop(encoder);
  await expectView(watcher, 'ended');
  // One that is lost is waited for, and may come back with another codec.
  const second = await publish(browser, room, 'medooze', 'H264');
  await expectPictureAndSound(watcher);
  await second.close();
  // Until its media has been missed, the lost one keeps others out.
  await expect(() => publish(browser, room, 'medooze', 'VP8')).toPass(SOON);
  await expect
    .poll(async () => {
      const { frames } = await watcher.facts();
      return frames > 0 && (await codecs(watcher)).includes('video/VP8');
    }, SOON)
    .toBe(true);
  await expectPictureAndSound(watcher);
});

test('the presenter’s own broadcast comes first, and the stream goes on behind it', async () => {
  const live = await openLiveRoom({ service: relayed() ?? {}, switches: [soundWithoutPress, ...devices] });
  closing.push(() => live.close());
  const { presenter, browser, service } = live;
  await presenter.page.evaluate(() => window.drawnPresenter.session.stream.give());
  const state = () => presenter.page.evaluate(() => window.drawnPresenter.session.stream.state.get());
  await expect.poll(async () => (await state()).name, SOON).toBe('granted');
  const granted = await state();
  if (granted.name !== 'granted') throw new Error('not granted');
  const room = { service, roomId: presenter.roomId, tokens: granted.tokens };
  const watcher = await watch(browser, room);
  await expectPictureAndSound(watcher);
  await publish(browser, room, 'medooze', 'H264');
  const phase = () => presenter.page.evaluate(() => window.drawnPresenter.session.stream.phase.get());
  await expect.poll(phase, SOON).toBe('live');
  await expectPictureAndSound(watcher);
  expect(await codecs(watcher)).not.toContain('video/H264');
  await presenter.stop();
  await expect.poll(() => codecs(watcher), SOON).toContain('video/H264');
  await expectPictureAndSound(watcher);
  await presenter.goLive();
  await expect.poll(() => codecs(watcher), SOON).not.toContain('video/H264');
  await expectPictureAndSound(watcher);
});
