/**
 * The watcher page's budgets in a real browser: bytes before it connects and in all, layout shifts,
 * a slow processor.
 */
import { expect, test, type Browser, type CDPSession, type Page, devices } from '@playwright/test';
import { openLiveRoom, type LiveRoom } from '../support/drive/live-room.ts';
import { requires } from '../support/machine/requirements.ts';

const CONNECT_MAX_BYTES = 40 * 1024;
const SCRIPTS_MAX_BYTES = 120 * 1024;
/**
 * A long task has 50 ms. It takes four times as long on the slowed processor, and eight times as
 * long again on a busy machine.
 */
const SLOWDOWN = 4;
const TASK_MAX_MS = 50 * SLOWDOWN * 8;
const CHANGE = { timeout: 40_000 };

let room: LiveRoom | undefined;
let browser: Browser;
let presenter: LiveRoom['presenter'];
let url: string;

requires('chromium');
test.beforeAll(async () => {
  room = await openLiveRoom();
  ({ browser, presenter, url } = room);
});
test.afterAll(() => room?.close());

const expectView = (page: Page, view: string) => expect(page.locator(`main[data-view="${view}"]`)).toBeVisible(CHANGE);

const frames = (page: Page): Promise<number> =>
  page.evaluate(() => document.querySelector('video')?.getVideoPlaybackQuality().totalVideoFrames ?? 0);

interface Loaded {
  readonly url: string;
  readonly type: string;
  readonly bytes: number;
}

/** Records what the page receives over the network: headers and compressed bodies. */
async function recordLoads(session: CDPSession): Promise<readonly Loaded[]> {
  const loads: Loaded[] = [];
  const open = new Map<string, Omit<Loaded, 'bytes'>>();
  session.on('Network.responseReceived', ({ requestId, type, response }) =>
    open.set(requestId, { url: response.url, type }),
  );
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength: bytes }) => {
    const load = open.get(requestId);
    if (load) loads.push({ ...load, bytes });
  });
  await session.send('Network.enable');
  return loads;
}

const bytesOf = (loads: readonly Loaded[]): number => loads.reduce((total, { bytes }) => total + bytes, 0);

/** The scripts that the page starts with, and what they import statically. */
async function coreScripts(): Promise<ReadonlySet<string>> {
  const html = await (await fetch(url)).text();
  const entries = [...html.matchAll(/<script [^>]*type="module"[^>]* src="([^"]+)"/g)].map(([, path = '']) => path);
  const found = new Set<string>();
  const open = entries.map((path) => new URL(path, url).href);
  for (const script of open) {
    found.add(script);
    const code = await (await fetch(script)).text();
    const imports = [...code.matchAll(/(?:^|[;}])import(?:[^"'()]*from)?["']([^"']+)["']/g)].map(
      ([, path = '']) => path,
    );
    open.push(...imports.map((path) => new URL(path, script).href).filter((one) => !open.includes(one)));
  }
  return found;
}

test('connects with at most 40 KB while everything else is held back; 120 KB of scripts in all; no other host', async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const core = await coreScripts();
  const hosts = new Set<string>();
  page.on('request', (request) => hosts.add(new URL(request.url()).host));
  page.on('websocket', (socket) => hosts.add(new URL(socket.url()).host));
  const loads = await recordLoads(await context.newCDPSession(page));

  const held = Promise.withResolvers<void>();
  await page.route('**/*', async (route) => {
    const request = route.request();
    if (request.resourceType() !== 'document' && !core.has(request.url())) await held.promise;
    // The budgets are for gzip, which every proxy lets through.
    await route.continue({ headers: { ...request.headers(), 'accept-encoding': 'gzip' } });
  });
  // On any socket: one that waits too long for the scripts is replaced by another.
  const joined = new Promise<void>((resolve) => {
    page.on('websocket', (socket) =>
      socket.on('framereceived', ({ payload }) => String(payload).includes('room:joined') && resolve()),
    );
  });
  await page.goto(url, { waitUntil: 'commit' });
  await joined;
  const connecting = [...loads];
  held.resolve();
  expect(connecting.map((load) => load.type)).toContain('Script');
  expect(bytesOf(connecting)).toBeLessThanOrEqual(CONNECT_MAX_BYTES);

  await expectView(page, 'live');
  await expect(page.getByRole('button', { name: /sound|mute/i }).first()).toBeAttached(CHANGE);
  await page.waitForLoadState('networkidle');
  const scripts = loads.filter(({ type }) => type === 'Script');
  console.log(
    `connecting ${String(bytesOf(connecting))} B, scripts ${String(bytesOf(scripts))} B, all ${String(bytesOf(loads))} B`,
  );
  expect(scripts.length).toBeGreaterThan(core.size);
  expect(bytesOf(scripts)).toBeLessThanOrEqual(SCRIPTS_MAX_BYTES);
  expect([...hosts]).toEqual([new URL(url).host]);
  await context.close();
});

/** Runs in the page, before anything else. */
function observeShifts(): void {
  const shifts: string[] = [];
  Object.assign(window, { shifts });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const { value, sources } = entry as PerformanceEntry & { value: number; sources: { node?: Node }[] };
      const what = sources.map(({ node }) =>
        node instanceof Element ? node.outerHTML.slice(0, 80) : String(node?.textContent),
      );
      shifts.push(`${String(value)} in ${document.querySelector('main')?.dataset['view'] ?? ''}: ${what.join(', ')}`);
    }
  }).observe({ type: 'layout-shift', buffered: true });
}

test('there is no layout shift, from connecting to the end', async () => {
  const pages: Page[] = [];
  for (const options of [{ ...devices['Pixel 7'] }, { viewport: { width: 1440, height: 900 } }]) {
    const page = await (await browser.newContext(options)).newPage();
    await page.addInitScript(observeShifts);
    await page.goto(url);
    pages.push(page);
  }
  const goThrough = async (view: string, act: () => Promise<void>): Promise<void> => {
    await act();
    for (const page of pages) {
      await expectView(page, view);
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    }
  };
  await goThrough('live', () => Promise.resolve());
  await goThrough('paused', () => presenter.pause());
  await goThrough('live', () => presenter.resume());
  await goThrough('ended', () => presenter.stop());
  await goThrough('live', () => presenter.goLive());
  for (const page of pages) {
    expect(await page.evaluate(() => PerformanceObserver.supportedEntryTypes)).toContain('layout-shift');
    expect(await page.evaluate(() => Reflect.get(window, 'shifts'))).toEqual([]);
  }
  for (const page of pages) await page.context().close();
});

/** Runs in the page, before anything else. */
function observeLongTasks(): void {
  const tasks: number[] = [];
  Object.assign(window, { tasks });
  new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({
    type: 'longtask',
    buffered: true,
  });
}

/**
 * Opens the link on a slow phone until the picture plays, and gives its longest task, in
 * milliseconds.
 */
async function longestTaskMs(): Promise<number> {
  const context = await browser.newContext({ ...devices['Pixel 7'] });
  const page = await context.newPage();
  await (await context.newCDPSession(page)).send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN });
  await page.addInitScript(observeLongTasks);
  await page.goto(url);
  await expectView(page, 'live');
  const before = await frames(page);
  await expect.poll(() => frames(page), CHANGE).toBeGreaterThan(before + 20);
  expect(await page.evaluate(() => PerformanceObserver.supportedEntryTypes)).toContain('longtask');
  const longestMs = await page.evaluate(() => Math.max(0, ...(Reflect.get(window, 'tasks') as number[])));
  await context.close();
  return longestMs;
}

test('a phone with a quarter of this processor gets its picture and stays responsive', async () => {
  // Mostly 150 to 500 ms. Other programs on this machine can stretch a task, but not two of three.
  const longest = [await longestTaskMs(), await longestTaskMs()];
  if (Math.max(...longest) >= TASK_MAX_MS) longest.push(await longestTaskMs());
  const short = longest.filter((ms) => ms < TASK_MAX_MS);
  expect(short.length, longest.join(', ')).toBeGreaterThanOrEqual(2);
});

test('zooming is allowed', async () => {
  const page = await browser.newPage();
  await page.goto(url);
  const viewport = page.locator('meta[name=viewport]');
  await expect(viewport).toHaveAttribute('content', /width=device-width/);
  await expect(viewport).not.toHaveAttribute('content', /user-scalable|maximum-scale/);
  await page.close();
});
