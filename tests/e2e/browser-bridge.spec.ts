/** The bridge of a presenter in a browser: its storage, its keys, its clipboard. */
import { expect, test, type Page } from '@playwright/test';
import { proofText, roomIdFromDigest, RoomId } from '@lectern/protocol';
import { resolve } from 'node:path';
import { createServer, type ViteDevServer } from 'vite';
import { bundledInAdvance } from '../support/pages/serve-page.ts';
import { requires } from '../support/machine/requirements.ts';

const host = { version: '9.9.9', defaultServiceUrl: 'http://127.0.0.1:4400' };
let server: ViteDevServer;
let pageUrl: string;

requires('chromium');
test.beforeAll(async () => {
  server = await createServer({
    root: resolve(import.meta.dirname, '../../renderer'),
    configFile: false,
    logLevel: 'error',
    server: { port: 0, host: '127.0.0.1', hmr: false },
    cacheDir: resolve(import.meta.dirname, '../node_modules/.vite-browser-bridge'),
    optimizeDeps: { noDiscovery: true, include: bundledInAdvance },
    plugins: [
      {
        name: 'what-the-start-script-serves',
        configureServer: ({ middlewares }) => {
          middlewares.use('/host.json', (_request, response) => response.end(JSON.stringify(host)));
          middlewares.use('/blank.html', (_request, response) => {
            response.setHeader('content-type', 'text/html');
            response.end('<!doctype html><title>Blank</title>');
          });
        },
      },
    ],
  });
  await server.listen();
  pageUrl = `${server.resolvedUrls?.local[0] ?? ''}blank.html`;
});

test.afterAll(() => server.close());

/** Loads the page, or loads it again, and puts the bridge on its window. */
async function openBridge(page: Page): Promise<void> {
  await page.goto(pageUrl);
  await page.addScriptTag({
    type: 'module',
    content: `
      import { openDesktop } from '/src/bridge/desktop.ts';
      import { words } from '/src/ui/words.ts';
      window.lecternDesktop = await openDesktop(words.browser);
    `,
  });
  await page.waitForFunction(() => 'lecternDesktop' in window);
}

const identify = (tab: Page): Promise<RoomId> => tab.evaluate(() => window.lecternDesktop.identifyRoom());

test('the bridge says where it runs, and settings survive a reload', async ({ page }) => {
  await openBridge(page);
  expect(await page.evaluate(() => window.lecternDesktop.describeHost())).toMatchObject({
    ...host,
    kind: 'browser',
    keyStorage: 'browser',
    screenPicker: 'browser',
  });
  const changed = await page.evaluate(
    () =>
      new Promise((settled) => {
        window.lecternDesktop.on('settingsChanged', ({ title }) => settled(title));
        void window.lecternDesktop.updateSettings({ title: 'Tides' });
      }),
  );
  expect(changed).toBe('Tides');
  await openBridge(page);
  expect(await page.evaluate(() => window.lecternDesktop.readSettings())).toMatchObject({ title: 'Tides' });
});

test('the room survives a reload, two tabs share it, and its proofs can be checked', async ({ page, context }) => {
  const second = await context.newPage();
  await Promise.all([openBridge(page), openBridge(second)]);
  const [first, other] = await Promise.all([identify(page), identify(second)]);
  expect(other).toBe(first);
  const claims = { service: '127.0.0.1:4400', roomId: RoomId.parse(first), epoch: 1, challenge: 'once' };
  const proof = await page.evaluate((claimed) => window.lecternDesktop.proveRoom(claimed), claims);
  const raw = Buffer.from(proof.publicKey, 'base64url');
  const publicKey = await crypto.subtle.importKey('raw', raw, { name: 'ECDSA', namedCurve: 'P-256' }, true, ['verify']);
  const algorithm = { name: 'ECDSA', hash: 'SHA-256' };
  const signature = Buffer.from(proof.signature, 'base64url');
  expect(await crypto.subtle.verify(algorithm, publicKey, signature, Buffer.from(proofText(claims)))).toBe(true);
  expect(roomIdFromDigest(new Uint8Array(await crypto.subtle.digest('SHA-256', raw)))).toBe(first);
  await openBridge(page);
  expect(await identify(page)).toBe(first);
});

test('text is copied with the clipboard and without it', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openBridge(page);
  const copied = await page.evaluate(async () => {
    await window.lecternDesktop.copyText('one');
    const one = await navigator.clipboard.readText();
    const read = navigator.clipboard.readText.bind(navigator.clipboard);
    // A page over plain HTTP has no clipboard.
    Object.defineProperty(navigator, 'clipboard', { value: undefined });
    await window.lecternDesktop.copyText('two');
    return [one, await read()];
  });
  expect(copied).toEqual(['one', 'two']);
});

test('a network that comes back is reported as a wake-up, and only to those who subscribe', async ({
  page,
  context,
}) => {
  await openBridge(page);
  await page.evaluate(() => {
    const stop = window.lecternDesktop.on('systemResumed', () => {
      document.title += '+';
      stop();
    });
    window.addEventListener('online', () => (document.body.dataset['online'] += '1'));
  });
  for (const offline of [true, false, true, false]) await context.setOffline(offline);
  // Once the second return has been reported, nothing more can follow.
  await expect(page.locator('body')).toHaveAttribute('data-online', /11$/);
  await expect(page).toHaveTitle('Blank+');
});
