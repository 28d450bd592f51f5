/** Encoders and players that others wrote, with the service and a real Janus behind it. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { StreamGeneration, type RoomId, type StreamTokens } from '@lectern/protocol';
import { expect, test, type Browser, type Page } from '@playwright/test';
import { launchChromium } from '../support/machine/chromium.ts';
import { startJanus, type JanusServer } from '../support/machine/janus.ts';
import { requires } from '../support/machine/requirements.ts';
import { servePage, type ServedPage } from '../support/pages/serve-page.ts';
import type { Maker } from '../support/pages/whip-clients/main.ts';
import { closeClients, openRoom, type TestClient } from '../support/service/clients.ts';
import { startSignaling, type TestService } from '../support/service/start-service.ts';

const SOON = { timeout: 60_000 };
const packages = ['@eyevinn/webrtc-player', '@eyevinn/whip-web-client', 'whip-whep/whep.js', 'whip-whep/whip.js'];
/** This machine may be busy. */
const relayTimes = { connectWithinMs: 20_000, answerWithinMs: 20_000, pongWithinMs: 20_000, offersPerMinute: 1_000 };

requires('chromium', 'janus');

let janus: JanusServer;
let service: TestService;
let site: ServedPage;
let browser: Browser;
let presenter: TestClient;
let roomId: RoomId;
let tokens: StreamTokens;
test.beforeAll(async () => {
  janus = await startJanus();
  const relay = { origin: janus.url, edges: [], secret: janus.secret, restart: { by: 'platform' } } as const;
  service = await startSignaling({ relay, relayTimes });
  site = await servePage(join(import.meta.dirname, '../support/pages/whip-clients'), '127.0.0.1', packages);
  browser = await launchChromium(['--use-fake-device-for-media-stream=fps=10', '--use-fake-ui-for-media-stream']);
});
test.beforeEach(async () => {
  ({ client: presenter, roomId } = await openRoom(service.url));
  const generation = StreamGeneration.parse(randomBytes(16).toString('base64url'));
  const granted = await presenter.request('stream:grant', { generation });
  if (granted.tokens === null) throw new Error('nothing carries streams');
  ({ tokens } = granted);
});
test.afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()));
  closeClients();
});
test.afterAll(async () => {
  await browser.close();
  await site.close();
  await service.close();
  await janus.close();
});

async function openPage(): Promise<Page> {
  const page = await browser.newPage();
  await page.goto(site.origin);
  await page.waitForFunction(() => 'clients' in window);
  return page;
}

async function publish(maker: Maker, codec?: string): Promise<Page> {
  const page = await openPage();
  const url = `${service.url}/whip/${roomId}`;
  await page.evaluate(([name, at, token, kind]) => window.clients.publish(name, at, token, kind), [
    maker,
    url,
    tokens.publish,
    codec,
  ] as const);
  await expect.poll(() => page.evaluate(() => window.pc.connectionState), SOON).toBe('connected');
  return page;
}

async function play(maker: Maker): Promise<Page> {
  const page = await openPage();
  const url = `${service.url}/whep/${roomId}`;
  await page.evaluate(([name, at, token]) => window.clients.play(name, at, token), [maker, url, tokens.play] as const);
  return page;
}

const shown = (page: Page) => page.evaluate(() => window.clients.shown());
const stop = (page: Page): Promise<void> => page.evaluate(() => window.running.stop());

async function expectMoreFrames(page: Page, count = 10): Promise<void> {
  const { frames } = await shown(page);
  await expect.poll(async () => (await shown(page)).frames, SOON).toBeGreaterThan(frames + count);
}

for (const [encoder, player, codec] of [
  ['medooze', 'eyevinn', 'VP8'],
  ['eyevinn', 'medooze', undefined],
  ['medooze', 'medooze', 'H264'],
] as const) {
  test(`${encoder} publishes ${codec ?? 'what the browser prefers'}, ${player} plays it`, async () => {
    const publishing = await publish(encoder, codec);
    const playing = await play(player);
    await expectMoreFrames(playing);
    expect((await shown(playing)).width).toBeGreaterThan(300);
    await stop(publishing);
    // The address is free at once.
    const again = await publish(encoder, codec);
    // Players stay, and go on with what comes now.
    await expectMoreFrames(playing);
    await stop(playing);
    await stop(again);
  });
}

test('an encoder restarts ICE, and the picture goes on', async () => {
  const publishing = await publish('medooze');
  const playing = await play('medooze');
  await expectMoreFrames(playing);
  const before = await publishing.evaluate(() => window.pc.remoteDescription?.sdp);
  await publishing.evaluate(() => window.running.restart());
  await expect.poll(() => publishing.evaluate(() => window.pc.remoteDescription?.sdp), SOON).not.toBe(before);
  await expect.poll(() => publishing.evaluate(() => window.pc.connectionState), SOON).toBe('connected');
  await expectMoreFrames(playing, 20);
});

test('a grant that is taken back ends encoder and player', async () => {
  const publishing = await publish('medooze');
  const playing = await play('medooze');
  await expectMoreFrames(playing);
  await presenter.request('stream:revoke', {});
  await expect.poll(() => publishing.evaluate(() => window.pc.connectionState), SOON).not.toBe('connected');
  const { frames } = await shown(playing);
  const refused = await publishing.evaluate(
    ([at, token]) => window.clients.publish('medooze', at, token).then(String, (error: unknown) => String(error)),
    [`${service.url}/whip/${roomId}`, tokens.publish] as const,
  );
  expect(refused).toContain('404');
  expect((await shown(playing)).frames - frames).toBeLessThan(5);
});
