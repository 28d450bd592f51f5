/**
 * Watchers in all kinds of networks have their picture, and the page says by which route and why:
 * real routers, firewalls, coturn and a captive portal, in network namespaces.
 */
import { expect, test } from '@playwright/test';
import { expectMoreFrames, expectPlaying, type Watcher, type WatcherBrowser } from '../support/drive/watchers.ts';
import { requires } from '../support/machine/requirements.ts';
import type { Site } from '../support/network/internet.ts';
import { dropped } from '../support/network/line.ts';
import { closePortal, cutConnections } from '../support/network/middleboxes.ts';
import { openThroughStage, type ThroughStage } from '../support/network/through-stage.ts';

requires('chromium', 'ip', 'nft', 'root', 'coturn', 'openssl', 'certutil');
test.describe.configure({ mode: 'serial' });

const direct = { Route: 'Direct' };
const overTurn = (transport: string, reason: string) => ({
  Route: `Relayed (TURN) over ${transport}`,
  Reason: reason,
});
const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };

let stage: ThroughStage;
/** Behind one router, whose NAT and firewall the tests change. */
let site: Site;
let browser: WatcherBrowser;

test.beforeAll(async () => {
  stage = await openThroughStage();
  ({ site, browser } = await stage.addNetwork({ nats: ['full-cone'] }));
});
test.afterAll(() => stage?.close());

const watchIn = async (there: WatcherBrowser, url = stage.urls.ipv4): Promise<Watcher> =>
  await there.watch(`${url}/r/${stage.presenter.roomId}`);

/** The rows of the statistics that tell the route. */
const routeOf = async (watcher: Watcher): Promise<Readonly<Record<string, string>>> =>
  await watcher.read(() =>
    Object.fromEntries(
      [...document.querySelectorAll('.statistics dl > div')].flatMap((row) => {
        const [name = '', value = ''] = [...row.children].map(({ textContent }) => textContent);
        return name === 'Route' || name === 'Reason' ? [[name, value]] : [];
      }),
    ),
  );

/** Opens the room there, and waits for the picture and its route. */
async function expectRoute(route: Readonly<Record<string, unknown>>, there = browser, url?: string): Promise<void> {
  const watcher = await watchIn(there, url);
  await expectPlaying(watcher);
  await watcher.press('i');
  await expect.poll(() => routeOf(watcher), { intervals: [100] }).toEqual(route);
  await watcher.close();
}

test('a router that lets everybody in: directly', async () => {
  await expectRoute(direct);
});

test('two routers in a row: directly', async () => {
  const { browser: there } = await stage.addNetwork({ nats: ['port-restricted', 'port-restricted'] });
  await expectRoute(direct, there);
  await there.close();
});

test('IPv6 only: directly', async () => {
  const { browser: there } = await stage.addNetwork({ family: 'ipv6' });
  await expectRoute(direct, there, stage.urls.ipv6);
  await there.close();
});

test('symmetric routers at both ends: TURN over UDP', async () => {
  await Promise.all([site.setNat('symmetric'), stage.presenterSite.setNat('symmetric')]);
  // Both ends take TURN, and the path goes through that of either.
  const Route: unknown = expect.stringMatching(/^Relayed \(TURN\)( over UDP)?$/);
  await expectRoute({ Route, Reason: 'No direct path was found' });
  await Promise.all([site.setNat('port-restricted'), stage.presenterSite.setNat('port-restricted')]);
});

test('UDP blocked: TURN over TCP', async () => {
  const restore = await site.outerLine.drop(dropped.udp);
  await expectRoute(overTurn('TCP', 'UDP is blocked on this network'));
  await restore();
});

test('only port 443 open: TURN over TLS', async () => {
  const restore = await site.outerLine.drop(dropped.allBut443);
  await expectRoute(overTurn('TLS', 'UDP is blocked on this network'));
  await restore();
});

test('no way at all: the page names what is blocked, and a code', async () => {
  const address = stage.turnAddress;
  const restore = await site.outerLine.drop([...dropped.udp, `ip saddr ${address} drop`, `ip daddr ${address} drop`]);
  const watcher = await browser.watch(`${stage.urls.ipv4}/r/${stage.presenter.roomId}`, phone);
  const said = (): Promise<string> => watcher.read(() => document.querySelector('.page')?.textContent ?? '');
  await expect.poll(said, { timeout: 40_000 }).toContain('Code N6');
  expect(await said()).toContain('The picture can’t get through this network.');
  expect(await said()).toContain('Blocked here: UDP, TURN over TCP, TURN over TLS.');
  await watcher.screenshot(`${test.info().outputDir}/no-way.png`);
  await restore();
  // It kept trying.
  await expectPlaying(watcher);
  await watcher.close();
});

test('a captive portal: the page says so, and goes on once it is open', async () => {
  test.setTimeout(240_000);
  const watcher = await browser.watch(`${stage.urls.ipv4}/r/${stage.presenter.roomId}`, phone);
  await expectPlaying(watcher);
  const open = await closePortal(site.line.a, 'redirect');
  const banner = (): Promise<string> => watcher.read(() => document.querySelector('.banner')?.textContent ?? '');
  await expect.poll(banner, { timeout: 120_000 }).toContain('This network wants you to sign in.');
  expect(await banner()).toContain('Code N2');
  await watcher.screenshot(`${test.info().outputDir}/portal.png`);
  await open();
  await expectPlaying(watcher);
  await expectMoreFrames(watcher, 30);
  await watcher.close();
});

test('proxies that cut WebSockets, at both ends: the picture goes on, and no one reads of it', async () => {
  const cutAfterMs = 2_000;
  const server = { address: stage.server.addresses.ipv4, port: 443 };
  const watcher = await watchIn(browser);
  await expectPlaying(watcher);
  await watcher.resetGap();
  // What is on screen at both ends, until the presenter has opened its room again three times.
  const presented = stage.presenter.page.evaluate(async () => {
    const { state } = window.drawnPresenter.session;
    const names: string[] = [];
    await new Promise<void>((resolve) => {
      state.subscribe(() => {
        const { name } = state.get().signaling;
        if (names.at(-1) !== name) names.push(name);
        if (names.filter((one) => one === 'open').length === 3) resolve();
      });
    });
    return names;
  });
  await watcher.read(() => {
    const note = (): void => {
      const main = document.querySelector('main');
      const screen = `${main?.dataset['view'] ?? ''} ${document.querySelector('[role=status]')?.textContent ?? ''}`;
      const seen = (main?.dataset['seen'] ?? '').split('|');
      if (main && !seen.includes(screen)) main.dataset['seen'] = [...seen, screen].join('|');
    };
    note();
    new MutationObserver(note).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  const remove = await Promise.all([
    cutConnections(site.line.a, server, cutAfterMs),
    cutConnections(stage.presenterSite.line.a, server, cutAfterMs),
  ]);
  const names = await presented;
  expect(new Set(names)).toEqual(new Set(['returning', 'opening', 'open']));
  const seen = await watcher.read(() => document.querySelector('main')?.dataset['seen']?.split('|').slice(1) ?? []);
  expect(seen, seen.join(', ')).toHaveLength(1);
  expect(seen[0]).toMatch(/^live /);
  // The control: a frame is missing for as long where nothing is cut.
  const cutGapMs = (await watcher.facts()).longestGapMs;
  for (const one of remove) await one();
  await watcher.resetGap();
  await expectMoreFrames(watcher, 150);
  expect(cutGapMs).toBeLessThan((await watcher.facts()).longestGapMs + 1_000);
  await watcher.close();
});
