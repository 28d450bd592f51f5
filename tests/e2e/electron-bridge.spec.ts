/**
 * The built presenter app: what its page may do, what it may not do, and what the app remembers.
 */
import { expect, test } from '@playwright/test';
import { desktopCalls, type DesktopApi } from '@lectern/bridge';
import { proofText, RoomId } from '@lectern/protocol';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AddressInfo } from 'node:net';
import { findOwnAddress, urlHost } from '../../signaling-server/src/door/find-own-address.ts';
import { launchPresenterApp, type PresenterApp } from '../support/drive/launch-presenter-app.ts';
import { slowFakeDevices } from '../support/drive/presenter.ts';
import { requires } from '../support/machine/requirements.ts';

declare global {
  interface Window {
    readonly lecternDesktop: DesktopApi;
  }
}

let userDataDir: string;
let service: Server;
let serviceUrl: string;
let running: PresenterApp | undefined;

async function start(options: { readonly serviceUrl?: string } = {}): Promise<PresenterApp> {
  running = await launchPresenterApp({ serviceUrl, userDataDir, args: slowFakeDevices, ...options });
  await running.page.waitForFunction(() => document.readyState === 'complete' && 'lecternDesktop' in window);
  return running;
}

async function stop(): Promise<void> {
  await running?.app.close();
  running = undefined;
}

requires('electron');

async function setUp(): Promise<void> {
  userDataDir = mkdtempSync(join(tmpdir(), 'lectern-profile-'));
  service = createServer((_request, response) => {
    response.writeHead(200, { 'access-control-allow-origin': '*' }).end('here');
  });
  await new Promise<void>((resolve) => service.listen(0, resolve));
  const own = await findOwnAddress(['IPv4']);
  serviceUrl = `http://${own === undefined ? '127.0.0.1' : urlHost(own)}:${(service.address() as AddressInfo).port}`;
}

async function tearDown(): Promise<void> {
  await stop();
  await new Promise((resolve) => service.close(resolve));
  rmSync(userDataDir, { recursive: true, force: true });
}

/** None of these tests changes anything for another, so they share one start of the app. */
test.describe('one app', () => {
  let app: PresenterApp['app'];
  let page: PresenterApp['page'];

  test.beforeAll(async () => {
    await setUp();
    ({ app, page } = await start());
  });
  test.afterAll(tearDown);

  test('the page is sandboxed, isolated and from its own origin', async () => {
    // Playwright switches the sandbox off by default; here only root runs without it.
    const isUnsandboxed = await app.evaluate(({ app: main }) => main.commandLine.hasSwitch('no-sandbox'));
    expect(isUnsandboxed).toBe(process.getuid?.() === 0);
    const found = await page.evaluate(() => ({
      origin: location.origin,
      isSecureContext,
      node: ['require', 'process', 'module', 'Buffer', 'electron', 'ipcRenderer'].filter((name) => name in globalThis),
      bridge: Object.keys(window.lecternDesktop).toSorted(),
      unsubscribed: window.lecternDesktop.on('systemResumed', () => {})(),
    }));
    expect(found).toEqual({
      origin: 'app://lectern',
      isSecureContext: true,
      node: [],
      // Only what the contract names, and nothing of Electron.
      bridge: [...Object.keys(desktopCalls), 'on'].toSorted(),
      unsubscribed: undefined,
    });
  });

  test('the content policy lets the page reach its service and nothing else', async () => {
    const attempt = (url: string) =>
      page.evaluate((target) => fetch(target).then((response) => response.text(), String), url);
    expect(await attempt(serviceUrl)).toBe('here');
    // The same server by another name is another origin. It would answer, so only the policy can
    // block this.
    expect(await attempt(serviceUrl.replace(/\/\/[^:]+/, '//localhost'))).toContain('Failed to fetch');
    expect(await attempt('app://lectern/index.html')).toContain('id="root"');
    expect(await attempt('app://lectern/..%2f..%2fpackage.json')).toBe('');
    const inline = await page.evaluate(async () => {
      const violated = new Promise<string>((resolve) => {
        document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective), {
          once: true,
        });
      });
      const script = document.createElement('script');
      script.textContent = 'globalThis.ranInline = true';
      document.body.append(script);
      return { violated: await violated, ran: 'ranInline' in globalThis };
    });
    expect(inline).toEqual({ violated: 'script-src-elem', ran: false });
  });

  test('a WebSocket to a service in the local network is not blocked as mixed content', async () => {
    const upgraded = new Promise((resolve) =>
      service.once('upgrade', (request, socket) => {
        socket.destroy();
        resolve(request.headers.origin);
      }),
    );
    await page.evaluate((url) => void new WebSocket(url), serviceUrl.replace(/^http/, 'ws'));
    expect(await upgraded).toBe('app://lectern');
  });

  test('only camera and microphone are permitted', async () => {
    const found = await page.evaluate(async () => {
      const stream = await navigator.mediaDevices.getUserMedia({ video: true, audio: true });
      return {
        tracks: stream
          .getTracks()
          .map((track) => `${track.kind} ${track.readyState}`)
          .toSorted(),
        labelled: (await navigator.mediaDevices.enumerateDevices()).some((device) => device.label !== ''),
        notifications: await Notification.requestPermission(),
        geolocation: await new Promise((resolve) => {
          navigator.geolocation.getCurrentPosition(
            () => resolve('given'),
            (error) => resolve(error.code),
          );
        }),
        clipboard: await navigator.clipboard.readText().then(
          () => 'given',
          (error: unknown) => (error as Error).name,
        ),
        screen: await navigator.mediaDevices.getDisplayMedia({ video: true }).then(
          () => 'given',
          (error: unknown) => (error as Error).name,
        ),
        midi: await navigator.requestMIDIAccess().then(
          () => 'given',
          (error: unknown) => (error as Error).name,
        ),
      };
    });
    expect(found).toMatchObject({
      tracks: ['audio live', 'video live'],
      labelled: true,
      notifications: 'denied',
      geolocation: 1, // PERMISSION_DENIED
      clipboard: 'NotAllowedError',
    });
    expect(found.screen).not.toBe('given');
    expect(found.midi).not.toBe('given');
  });

  test('the window opens no other window and does not navigate', async () => {
    const opened = await page.evaluate((url) => {
      const other = window.open(url);
      const link = Object.assign(document.createElement('a'), { href: url });
      document.body.append(link);
      link.click();
      return other;
    }, serviceUrl);
    expect(opened).toBeNull();
    // An allowed navigation would be committed before a later call is answered.
    expect(await page.evaluate(() => window.lecternDesktop.readSettings().then(() => location.href))).toBe(
      'app://lectern/',
    );
    expect(app.windows()).toHaveLength(1);
    const [size] = await app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map((window) => ({ now: window.getSize(), least: window.getMinimumSize() })),
    );
    expect(size).toEqual({ now: [1100, 720], least: [820, 560] });
  });

  test('the page cannot save a file by itself', async () => {
    // Added after the app's own listener, so it sees that listener's decision.
    const refused = app.evaluate(
      ({ session }) =>
        new Promise<boolean>((resolve) => {
          session.defaultSession.once('will-download', (event) => resolve(event.defaultPrevented));
        }),
    );
    await page.evaluate(() => {
      const href = URL.createObjectURL(new Blob(['a stranger’s file']));
      Object.assign(document.createElement('a'), { href, download: 'file.txt' }).click();
    });
    expect(await refused).toBe(true);
  });
});

test.describe('an app each', () => {
  test.beforeEach(setUp);
  test.afterEach(tearDown);

  test('settings survive a restart, and a bad one is refused with a sentence', async () => {
    let { page } = await start();
    const camera = { id: 'camera-1', label: 'Desk camera' };
    await page.evaluate((choice) => window.lecternDesktop.updateSettings({ camera: choice, title: 'Tides' }), camera);
    const refused = await page.evaluate(() =>
      window.lecternDesktop.updateSettings({ serviceUrl: 'ftp://lectern.example' }).then(
        () => 'kept',
        (error: unknown) => (error as Error).message,
      ),
    );
    expect(refused).toBe('The service is given as an address such as https://lectern.example');
    await stop();
    ({ page } = await start());
    expect(await page.evaluate(() => window.lecternDesktop.readSettings())).toMatchObject({
      camera,
      title: 'Tides',
      serviceUrl: null,
    });
  });

  test('another service in the settings reloads the page with that service allowed', async () => {
    const { page } = await start({ serviceUrl: 'https://lectern.example' });
    const reach = () => page.evaluate((url) => fetch(url).then((response) => response.text(), String), serviceUrl);
    expect(await reach()).toContain('Failed to fetch');
    const reloaded = page.waitForEvent('load');
    await page.evaluate((url) => window.lecternDesktop.updateSettings({ serviceUrl: url }), serviceUrl);
    await reloaded;
    expect(await reach()).toBe('here');
  });

  test('the room and its key survive a restart, and its proofs can be verified', async () => {
    let { page } = await start();
    const roomId = RoomId.parse(await page.evaluate(() => window.lecternDesktop.identifyRoom()));
    const { host } = new URL(serviceUrl);
    const claims = { service: host, roomId, epoch: 1_700_000_000_000, challenge: 'once' };
    const proof = await page.evaluate((claimed) => window.lecternDesktop.proveRoom(claimed), claims);
    const publicKey = await crypto.subtle.importKey(
      'raw',
      Buffer.from(proof.publicKey, 'base64url'),
      { name: 'ECDSA', namedCurve: 'P-256' },
      true,
      ['verify'],
    );
    const algorithm = { name: 'ECDSA', hash: 'SHA-256' };
    const signature = Buffer.from(proof.signature, 'base64url');
    expect(await crypto.subtle.verify(algorithm, publicKey, signature, Buffer.from(proofText(claims)))).toBe(true);
    const other = RoomId.parse('a'.repeat(20));
    const refused = page.evaluate((claimed) => window.lecternDesktop.proveRoom(claimed), { ...claims, roomId: other });
    await expect(refused).rejects.toThrow('does not hold the key of that room');
    const elsewhere = { ...claims, service: 'evil.example' };
    const refusedElsewhere = page.evaluate((claimed) => window.lecternDesktop.proveRoom(claimed), elsewhere);
    await expect(refusedElsewhere).rejects.toThrow('not the service in use');
    await stop();
    ({ page } = await start());
    expect(await page.evaluate(() => window.lecternDesktop.identifyRoom())).toBe(roomId);
    expect(statSync(join(userDataDir, 'room-key.json')).mode & 0o777).toBe(0o600);
  });

  test('damaged files are moved aside, and the app starts and says what was lost', async () => {
    writeFileSync(join(userDataDir, 'settings.json'), '{"title":');
    writeFileSync(join(userDataDir, 'room-key.json'), 'not a key');
    const { page } = await start();
    expect(await page.evaluate(() => window.lecternDesktop.readSettings())).toMatchObject({ title: '' });
    await page.evaluate(() => window.lecternDesktop.identifyRoom());
    const aside = readdirSync(userDataDir).filter((name) => name.includes('.unreadable-'));
    expect(aside.map((name) => readFileSync(join(userDataDir, name), 'utf8')).toSorted()).toEqual([
      'not a key',
      '{"title":',
    ]);
    const alert = page.getByRole('alert').filter({ hasText: 'Got it' });
    await expect(alert).toContainText('Your settings could not be read');
    await expect(alert).toContainText('The room has a new key and a new link');
    for (const name of aside) await expect(alert).toContainText(join(userDataDir, name));
    await alert.getByRole('button', { name: 'Got it' }).click();
    await expect(alert).toBeHidden();
  });
});
