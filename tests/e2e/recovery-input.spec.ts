/**
 * Invalid links, names and offers: the page stays alive and calm, and plays as soon as there is a
 * picture.
 */
import { expect, test, type Browser } from '@playwright/test';
import { setTimeout as pause } from 'node:timers/promises';
import { DrawnPresenter, serveDrawnPresenter } from '../support/drive/drawn-presenter.ts';
import {
  expectAllPlaying,
  openFirefox,
  watchersIn,
  type Watcher,
  type WatcherBrowser,
} from '../support/drive/watchers.ts';
import { launchChromium } from '../support/machine/chromium.ts';
import { requires } from '../support/machine/requirements.ts';
import type { ServedPage } from '../support/pages/serve-page.ts';
import { closeClients, openRoom, type TestClient } from '../support/service/clients.ts';
import { makeRoomKey } from '../support/service/room-key.ts';
import { startSignaling, type TestService } from '../support/service/start-service.ts';

const CHANGE = { timeout: 30_000 };

let browsers: WatcherBrowser[];
let home: Browser;
let presenterServer: ServedPage;
let service: TestService;

requires('chromium', 'firefox');
test.beforeAll(async () => {
  home = await launchChromium();
  presenterServer = await serveDrawnPresenter();
  service = await startSignaling({ stunUrls: [], allowedOrigins: [presenterServer.origin] });
  browsers = [watchersIn(home), await openFirefox()];
});
test.afterEach(() => closeClients());
test.afterAll(async () => {
  await Promise.allSettled([...(browsers ?? []).map((browser) => browser.close()), presenterServer?.close()]);
  await service?.close();
});

const watchAll = (path: string): Promise<Watcher[]> =>
  Promise.all(browsers.map((browser) => browser.watch(service.url + path)));

const wordsOf = (watcher: Watcher): Promise<string> =>
  watcher.read(() => document.querySelector('main')?.innerText ?? '');

/** A working presenter with that key. */
async function presentWith(jwk: string): Promise<DrawnPresenter> {
  const presenter = await DrawnPresenter.load(home, presenterServer.origin, jwk);
  await presenter.open(service.url);
  await presenter.goLive();
  return presenter;
}

async function answerEveryLink(presenter: TestClient, sdp: string): Promise<{ opened: () => number }> {
  let opened = 0;
  presenter.socket.on('link:opened', ({ linkId }: { linkId: string }) => {
    opened += 1;
    void presenter.ask('link:offer', { linkId, round: 1, sdp });
  });
  return { opened: () => opened };
}

test('invalid offers are retried with a back-off, and a working presenter is seen at once', async () => {
  const key = await makeRoomKey();
  const { client } = await openRoom(service.url, { key });
  const { opened } = await answerEveryLink(client, 'v=0\r\no=nonsense');
  const watchers = await watchAll(`/r/${key.roomId}`);
  for (const watcher of watchers) {
    await expect.poll(() => wordsOf(watcher), CHANGE).toContain('The picture isn’t getting through.');
    expect(await watcher.view()).toBe('connecting');
  }
  // Each page asks at once, then after 0, 1, 2, 4, 8 and 15 seconds: it does not loop.
  await pause(5_000);
  expect(opened()).toBeLessThanOrEqual(12);
  await expect.poll(opened, CHANGE).toBeGreaterThanOrEqual(4);
  const presenter = await presentWith(key.jwk);
  await expectAllPlaying(watchers);
  await presenter.close();
  for (const watcher of watchers) await watcher.close();
});

test('the page waits for a presenter who vanishes before or after its offer', async () => {
  const key = await makeRoomKey();
  const vanishing = await openRoom(service.url, { key });
  const watchers = await watchAll(`/r/${key.roomId}`);
  await vanishing.client.next('link:opened');
  await vanishing.client.next('link:opened');
  vanishing.client.close();
  for (const watcher of watchers) {
    await expect.poll(watcher.view, CHANGE).toBe('waiting');
    expect(await wordsOf(watcher)).toContain('The presenter has lost the connection.');
  }
  // Another run of the presenter sends its offer, but no candidate.
  const later = await openRoom(service.url, { key });
  const sdp = await home.newPage().then(async (page) => {
    const offered = await page.evaluate(async () => {
      const pc = new RTCPeerConnection();
      pc.addTransceiver('video', { direction: 'sendonly' });
      return (await pc.createOffer()).sdp ?? '';
    });
    await page.close();
    return offered;
  });
  for (let given = 0; given < watchers.length; given += 1) {
    const { linkId } = await later.client.next('link:opened');
    await later.client.request('link:offer', { linkId, round: 1, sdp });
    await later.client.next('link:answered');
  }
  later.client.close();
  for (const watcher of watchers) await expect.poll(watcher.view, CHANGE).toBe('waiting');
  const presenter = await presentWith(key.jwk);
  await expectAllPlaying(watchers);
  await presenter.close();
  for (const watcher of watchers) await watcher.close();
});

test('names are text: markup, direction marks and invisible characters affect nothing else', async () => {
  const key = await makeRoomKey();
  const { client } = await openRoom(service.url, { key, live: false });
  const presenterName = '<img src=x onerror=alert(1)>\u202Eevil\u2066\u200B';
  const title = `\u202E${'W\u200B'.repeat(39)}`;
  await client.request('room:describe', { about: { presenter: presenterName, title } });
  expect(await client.codeOf('room:describe', { about: { presenter: 'x'.repeat(10_240), title: '' } })).toBe(
    'bad-request',
  );
  for (const watcher of await watchAll(`/r/${key.roomId}`)) {
    await expect.poll(() => wordsOf(watcher), CHANGE).toContain('<img src=x onerror=alert(1)>');
    const shown = await watcher.read(() => {
      const parts = [...document.querySelectorAll('.room-text > *')];
      return {
        isolated: parts.map((part) => getComputedStyle(part).unicodeBidi),
        presenter: parts[0]?.textContent,
        images: document.images.length,
        lines: parts.map((part) => part.getBoundingClientRect().height < 60),
        wide: document.documentElement.scrollWidth > innerWidth,
      };
    });
    expect(shown).toEqual({
      isolated: ['isolate', 'isolate'],
      presenter: '<img src=x onerror=alert(1)>evil',
      images: 0,
      lines: [true, true],
      wide: false,
    });
    await watcher.close();
  }
});

test('a tampered link is reported; one in capitals leads to its room', async () => {
  const { roomId } = await makeRoomKey();
  const notARoom = /doesn’t lead to a room|Not found|Not an address/;
  const shown: readonly (readonly [path: string, words: RegExp])[] = [
    ['/r/', notARoom],
    [`/r/${roomId.slice(1)}`, notARoom],
    ['/r/%3Cscript%3E', notARoom],
    // Ids have no capitals, so this one is known.
    [`/r/${roomId.toUpperCase()}`, /The presenter isn’t here yet/],
  ];
  const [browser] = browsers;
  if (browser === undefined) throw new Error('no browser is running');
  for (const [path, words] of shown) {
    const watcher = await browser.watch(service.url + path);
    await expect.poll(() => watcher.read(() => document.body.innerText), CHANGE).toMatch(words);
    await watcher.close();
  }
});
