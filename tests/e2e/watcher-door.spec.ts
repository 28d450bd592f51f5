/**
 * The watcher page in locked-down browsers, behind blocking networks and in other sites' frames: it
 * plays or says what is missing.
 */
import { expect, test, type Browser, type BrowserContextOptions, type Frame, type Page } from '@playwright/test';
import { openLiveRoom, type LiveRoom } from '../support/drive/live-room.ts';
import { openFirefox } from '../support/drive/watchers.ts';
import { launchChromium } from '../support/machine/chromium.ts';
import { startForwardProxy } from '../support/machine/forward-proxy.ts';
import { requires } from '../support/machine/requirements.ts';
import { accessibilityFaults } from '../support/measure/accessibility.ts';
import { recordPermissionRequests } from '../support/measure/permission-requests.ts';
import { startEmbeddingSite, type EmbeddingSite } from '../support/pages/embedding-site.ts';

const CHANGE = { timeout: 40_000 };

let room: LiveRoom | undefined;
let browser: Browser;
let service: LiveRoom['service'];
let presenter: LiveRoom['presenter'];
let embedding: { readonly allowed: EmbeddingSite; readonly isolated: EmbeddingSite; readonly other: EmbeddingSite };
let url: string;

requires('chromium', 'firefox');
test.beforeAll(async () => {
  embedding = {
    allowed: await startEmbeddingSite(),
    isolated: await startEmbeddingSite({ 'Cross-Origin-Embedder-Policy': 'require-corp' }),
    other: await startEmbeddingSite(),
  };
  room = await openLiveRoom({
    service: { embedOrigins: [embedding.allowed.origin, embedding.isolated.origin] },
  });
  ({ browser, service, presenter, url } = room);
});
test.afterAll(async () => {
  await room?.close();
  for (const site of Object.values(embedding ?? {})) await site.close();
});

async function inPage(options: BrowserContextOptions, check: (page: Page) => Promise<void>): Promise<void> {
  const context = await browser.newContext(options);
  try {
    await check(await context.newPage());
  } finally {
    await context.close();
  }
}

async function expectPicture(frame: Page | Frame): Promise<void> {
  await expect(frame.locator('main[data-view="live"]')).toBeVisible(CHANGE);
  const frames = (): Promise<number> =>
    frame.evaluate(() => document.querySelector('video')?.getVideoPlaybackQuality().totalVideoFrames ?? 0);
  await expect.poll(frames, CHANGE).toBeGreaterThan(10);
}

async function expectPlainPage(page: Page, sentence: string, hint: RegExp): Promise<void> {
  await expect(page.getByRole('heading')).toHaveText(sentence, CHANGE);
  await expect(page.locator('.page p:not(.code):visible')).toHaveText(hint);
  expect(await accessibilityFaults(page)).toEqual([]);
  const name = sentence.toLowerCase().replaceAll(/\W+/g, '-').slice(0, 40);
  await page.screenshot({ path: `${test.info().outputDir}/${name}.png` });
}

for (const [name, sentence] of [
  ['RTCPeerConnection', 'Live video (WebRTC) is missing or turned off in this browser.'],
  ['WebSocket', 'Live connections (WebSocket) are missing or turned off in this browser.'],
] as const) {
  test(`a browser without ${name} shows what is missing`, async () => {
    await inPage({}, async (page) => {
      await page.addInitScript((missing) => Object.defineProperty(window, missing, { value: undefined }), name);
      await page.goto(url);
      await expectPlainPage(page, sentence, /open the link in another browser\.$/);
    });
  });
}

test('a browser that cannot parse the scripts is too old; one that did not get them tries again', async () => {
  await inPage({}, async (page) => {
    await page.route('**/assets/index-*.js', (route) =>
      route.fulfill({ contentType: 'text/javascript', body: 'let newer = a |> b;' }),
    );
    await page.goto(url);
    await expectPlainPage(page, 'This browser is too old to show the picture.', /two years old/);
  });
  await inPage({}, async (page) => {
    let isAway = true;
    await page.route('**/assets/index-*.js', (route) => (isAway ? route.abort() : route.continue()));
    await page.goto(url);
    await expectPlainPage(page, 'Part of this page didn’t load. Trying again…', /don’t need/);
    isAway = false;
    await expectPicture(page);
  });
});

test('scripts that a change of the network cuts off are loaded again, and nothing is called too old', async () => {
  // The page asks for the core once more, to learn why it did not run, and then it is there.
  await inPage({}, async (page) => {
    await page.route('**/assets/index-*.js', (route) => route.abort('connectionreset'), { times: 1 });
    await page.goto(url);
    await expectPicture(page);
  });
  await inPage({}, async (page) => {
    const cutOff: string[] = [];
    await page.route('**/assets/{mount,frame-watch,reporter}-*.js', (route) => {
      const wanted = route.request().url();
      if (cutOff.includes(wanted)) return route.continue();
      cutOff.push(wanted);
      return route.abort('connectionreset');
    });
    await page.goto(url);
    await expectPicture(page);
    await expect(page.getByRole('button', { name: 'Full screen' })).toBeVisible();
    expect(cutOff.length).toBeGreaterThan(2);
  });
});

test('without JavaScript the page says so, and does not claim to connect', async () => {
  await inPage({ javaScriptEnabled: false }, async (page) => {
    await page.goto(url);
    await expect(page.getByRole('heading')).toHaveText('This page needs JavaScript to show the picture.');
    await page.screenshot({ path: `${test.info().outputDir}/no-script.png` });
  });
});

test('Firefox with WebRTC turned off says so', async () => {
  const firefox = await openFirefox({ 'media.peerconnection.enabled': false });
  try {
    const watcher = await firefox.watch(url);
    const heading = (): Promise<string | undefined> => watcher.read(() => document.querySelector('h1')?.textContent);
    await expect.poll(heading, CHANGE).toBe('Live video (WebRTC) is missing or turned off in this browser.');
  } finally {
    await firefox.close();
  }
});

test('behind a proxy without tunnels or a firewall without UDP, the page says so and keeps trying', async () => {
  let isOpen = false;
  const port = service.port;
  const proxy = await startForwardProxy({ 'lectern.test': port }, () => isOpen);
  const noUdp = await launchChromium(['--webrtc-ip-handling-policy=disable_non_proxied_udp']);
  try {
    const blocked = await noUdp.newPage();
    await blocked.goto(url);
    await inPage({ proxy: { server: proxy.url } }, async (page) => {
      await page.goto(`http://lectern.test/r/${presenter.roomId}`);
      await expectPlainPage(page, 'Something on this network blocks live connections.', /keeps trying/);
      await expect(page.locator('.page .code')).toHaveText('Code N3');
      isOpen = true;
      await expectPicture(page);
    });
    await expectPlainPage(blocked, 'The picture can’t get through this network.', /keeps trying/);
    // This service offers neither TURN nor STUN, so UDP cannot be checked.
    await expect(blocked.locator('.page .code')).toHaveText('Code N5');
    expect(await blocked.locator('main').getAttribute('data-view')).toBe('connecting');
  } finally {
    await noUdp.close();
    await proxy.close();
  }
});

/** As in a browser that blocks storage of third parties. */
function refuseStorage(): void {
  for (const name of ['localStorage', 'sessionStorage']) {
    Object.defineProperty(window, name, {
      get: () => {
        throw new DOMException('The operation is insecure.', 'SecurityError');
      },
    });
  }
}

async function frameIn(page: Page): Promise<Frame> {
  await expect.poll(() => page.frames().length).toBe(2);
  const [, frame] = page.frames();
  if (!frame) throw new Error('no frame');
  return frame;
}

test('an allowed site shows the picture in its frame, without storage, and full screen only if the frame permits it', async () => {
  const allow = 'autoplay; fullscreen; picture-in-picture; screen-wake-lock';
  const cases = [
    { site: embedding.allowed, frame: { src: url, allow }, fills: true },
    { site: embedding.isolated, frame: { src: url, sandbox: 'allow-scripts allow-same-origin' }, fills: false },
  ];
  for (const { site, frame: attributes, fills } of cases) {
    await inPage({}, async (page) => {
      const faults: string[] = [];
      page.on('pageerror', (error) => faults.push(String(error)));
      await page.addInitScript(refuseStorage);
      await page.goto(site.pageWith(attributes));
      const frame = await frameIn(page);
      await expectPicture(frame);
      await expect(frame.getByRole('button', { name: 'Full screen' })).toHaveCount(fills ? 1 : 0);
      await page.screenshot({ path: `${test.info().outputDir}/framed-${String(fills)}.png` });
      expect(faults).toEqual([]);
    });
  }
});

test('any other site is refused by the browser', async () => {
  await inPage({}, async (page) => {
    const said: string[] = [];
    page.on('console', (message) => said.push(message.text()));
    await page.goto(embedding.other.pageWith({ src: url }));
    await expect.poll(() => said.join('\n')).toContain('frame-ancestors');
    expect(await page.frames()[1]?.locator('video').count()).toBe(0);
  });
});

test('a sandboxed frame without an origin or without scripts says what is missing', async () => {
  await inPage({}, async (page) => {
    await page.goto(embedding.allowed.pageWith({ src: url, sandbox: 'allow-scripts' }));
    const frame = await frameIn(page);
    await expect(frame.getByRole('heading')).toHaveText('The website around this page is blocking it.', CHANGE);
    await expect(frame.getByRole('link')).toHaveAttribute('href', url);
    await page.screenshot({ path: `${test.info().outputDir}/framed-without-origin.png` });
    await page.goto(embedding.allowed.pageWith({ src: url, sandbox: '' }));
    await expect((await frameIn(page)).getByRole('heading')).toHaveText(/needs JavaScript/);
  });
});

test('no permission is requested, and the page’s policy denies those that a player does not need', async () => {
  const asking = await launchChromium([
    '--use-fake-device-for-media-stream',
    // As if the service were on the internet and the presenter in the local network, in a Chrome
    // that asks before media goes there.
    `--ip-address-space-overrides=127.0.0.1:${String(service.port)}=public`,
    '--enable-features=LocalNetworkAccessChecksWebRTC',
  ]);
  try {
    // Granted by the user, still denied by the page's policy.
    const context = await asking.newContext({ permissions: ['camera', 'microphone', 'geolocation'] });
    const page = await context.newPage();
    const said: string[] = [];
    page.on('console', (message) => said.push(message.text()));
    await page.goto(url);
    await expectPicture(page);
    expect(said.filter((line) => line.includes('Permissions-Policy'))).toEqual([]);
    expect(await page.evaluate(whatIsRefused)).toEqual({
      camera: 'NotAllowedError',
      microphone: 'NotAllowedError',
      place: 'NotAllowedError',
      network: 'denied',
    });
    const counted = await context.newPage();
    await counted.addInitScript(recordPermissionRequests);
    await counted.goto(url);
    await expectPicture(counted);
    expect(await counted.evaluate(() => window.permissionRequests)).toEqual([]);
  } finally {
    await asking.close();
  }
});

/** Runs in the page. */
async function whatIsRefused(): Promise<Record<string, string>> {
  const nameOf = (error: unknown): string => (error instanceof DOMException ? error.name : String(error));
  const media = (what: MediaStreamConstraints): Promise<string> =>
    navigator.mediaDevices.getUserMedia(what).then(() => 'granted', nameOf);
  const place = await new Promise<string>((resolve) => {
    navigator.geolocation.getCurrentPosition(
      () => resolve('granted'),
      ({ code }) => resolve(code === 1 ? 'NotAllowedError' : String(code)),
    );
  });
  // The compiler does not know this name yet.
  const network = await navigator.permissions.query({ name: 'local-network' as PermissionName });
  return {
    camera: await media({ video: true }),
    microphone: await media({ audio: true }),
    place,
    network: network.state,
  };
}
