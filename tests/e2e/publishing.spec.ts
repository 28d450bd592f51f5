/** Publishing to another server by WHIP: a real Janus takes the scene, and a browser shows it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type Browser, type Locator, type Page } from '@playwright/test';
import { AppAndService } from '../support/drive/app-and-service.ts';
import type { Presenter } from '../support/drive/presenter.ts';
import { launchChromium } from '../support/machine/chromium.ts';
import { startJanus, type JanusServer } from '../support/machine/janus.ts';
import { requires } from '../support/machine/requirements.ts';
import { WhipReceiver } from '../support/service/whip-receiver.ts';

const TOKEN = 'zX8vY2nQ4tR6wS0aB3cD';
/** An attempt waits for the ones before it, on a machine that may be busy. */
const SOON = { timeout: 60_000 };

requires('electron', 'xvfb', 'janus', 'chromium');

let setup: AppAndService;
let janus: JanusServer;
let server: WhipReceiver;
test.beforeEach(async () => {
  janus = await startJanus();
  server = await WhipReceiver.start(janus);
  setup = await AppAndService.begin();
});
test.afterEach(async () => {
  await setup.end();
  server.close();
  await janus.close();
});

const line = (page: Page): Locator => page.locator('main .publishing-line');
const methods = (): readonly string[] => server.asked.map(({ method }) => method);
const count = (method: string): number => methods().filter((each) => each === method).length;

/** Enters address and token in the settings, and switches publishing on. */
async function choose({ page }: Presenter, token: string): Promise<void> {
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('tab', { name: 'Other programs' }).click();
  const panel = page.getByRole('tabpanel', { name: 'Other programs' });
  await panel.getByLabel('WHIP address').fill(server.address);
  await panel.getByRole('button', { name: 'Save address' }).click();
  await panel.getByLabel('Bearer token').fill(token);
  await panel.getByRole('button', { name: 'Save token' }).click();
  await expect(panel).toContainText('Your token is saved.');
  await panel.getByRole('switch', { name: 'Send it there while live' }).click();
  await panel.getByRole('button', { name: 'Done' }).click();
}

/** Decoded frames and their width, of a page that watches what the server has. */
async function watch(browser: Browser): Promise<{ readonly width: number; readonly sounds: number }> {
  const page = await browser.newPage();
  const { offer, start } = await server.watch();
  const answer = await page.evaluate(async (sdp) => {
    const pc = new RTCPeerConnection();
    Object.assign(window, { pc });
    await pc.setRemoteDescription({ type: 'offer', sdp });
    await pc.setLocalDescription(await pc.createAnswer());
    return pc.localDescription?.sdp ?? '';
  }, offer);
  await start(answer);
  const read = () =>
    page.evaluate(async () => {
      const { pc } = window as unknown as { pc: RTCPeerConnection };
      const found = { frames: 0, width: 0, sounds: 0 };
      for (const report of (await pc.getStats()).values() as Iterable<Record<string, unknown>>) {
        if (report['type'] !== 'inbound-rtp') continue;
        if (report['kind'] === 'audio') found.sounds = Number(report['packetsReceived']);
        else {
          found.frames = Number(report['framesDecoded'] ?? 0);
          found.width = Number(report['frameWidth'] ?? 0);
        }
      }
      return found;
    });
  await expect.poll(async () => (await read()).frames, SOON).toBeGreaterThan(20);
  const read1 = await read();
  await page.close();
  return read1;
}

test('while live, another server gets the scene with its token, and is told when that ends', async () => {
  const presenter = await setup.start();
  await presenter.watchUrl();
  await choose(presenter, TOKEN);
  expect(methods()).toEqual([]);
  await presenter.goLive();
  await expect(line(presenter.page)).toContainText('Also live at 127.0.0.1', SOON);
  const browser = await launchChromium();
  const seen = await watch(browser);
  await browser.close();
  expect(seen.width).toBeGreaterThan(300);
  expect(seen.sounds).toBeGreaterThan(10);

  await presenter.stop();
  await expect.poll(() => server.publishing, SOON).toBe(0);
  await expect(line(presenter.page)).toBeEmpty();
  expect([count('POST'), count('DELETE')]).toEqual([1, 1]);
  expect(server.asked.map(({ token }) => token)).toEqual(server.asked.map(() => TOKEN));
  expect(server.asked.find(({ method }) => method === 'PATCH')).toMatchObject({
    contentType: 'application/trickle-ice-sdpfrag',
    path: '/session/1',
  });
  expect(server.asked[0]?.body).not.toContain('m=application');
  // Neither the page nor the log has the token, and the log not the path, which may be a secret.
  const { page } = presenter;
  const known = await page.evaluate(async () => JSON.stringify(await window.lecternDesktop.readSettings()));
  expect(known).not.toContain(TOKEN);
  const folder = join(setup.options.userDataDir, 'logs');
  const logged = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
  expect(logged.join('')).toContain('the scene is published at http://127.0.0.1');
  expect(logged.join('')).not.toMatch(new RegExp(`${TOKEN}|secret-name`));
});

test('a server that is busy or ends the publication is tried again; one that refuses the token is not', async () => {
  const presenter = await setup.start();
  const { page } = presenter;
  await presenter.watchUrl();
  await choose(presenter, TOKEN);
  server.refusals.push(503, 404);
  await presenter.goLive();
  await expect(line(page)).toContainText('Also live at', SOON);
  expect(count('POST')).toBe(3);

  await server.drop();
  await expect.poll(() => count('POST'), SOON).toBe(4);
  await expect(line(page)).toContainText('Also live at', SOON);

  server.refusals.push(401);
  await server.drop();
  await expect(line(page)).toContainText('does not accept your token', SOON);
  await expect.poll(() => count('DELETE'), SOON).toBeGreaterThan(0);
  const before = count('POST');
  // Watchers notice nothing of it.
  await presenter.expectStatus('live');
  await line(page).getByRole('button', { name: 'Try again' }).click();
  await expect(line(page)).toContainText('Also live at', SOON);
  expect(count('POST')).toBe(before + 1);
});
