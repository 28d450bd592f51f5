/**
 * A service under a path of its host, behind nginx: the app, the link, and the page with all its
 * files.
 */
import { expect, test } from '@playwright/test';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import getPort from 'get-port';
import { launchPresenterApp } from '../support/drive/launch-presenter-app.ts';
import { fakeDevices, Presenter } from '../support/drive/presenter.ts';
import { openChromium } from '../support/drive/watchers.ts';
import { startNginx } from '../support/machine/nginx.ts';
import { requires } from '../support/machine/requirements.ts';
import { startServiceProcess } from '../support/service/service-process.ts';

const CHANGE = { timeout: 40_000 };

requires('electron', 'xvfb', 'chromium', 'nginx');

const ending: (() => Promise<void>)[] = [];
test.afterEach(async () => {
  for (const end of ending.splice(0).toReversed()) await end();
});

test('a broadcast under a path is found, shown and watched', async () => {
  const port = await getPort();
  const publicUrl = `http://localhost:${port}/lectern`;
  const service = await startServiceProcess({ LECTERN_PUBLIC_URL: publicUrl });
  ending.push(() => service.stop());
  const proxy = await startNginx(
    `location /lectern/ { proxy_pass ${service.url}/; proxy_set_header Host $http_host;
      proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection "upgrade"; }`,
    { port },
  );
  ending.push(() => proxy.close());
  const { app, page } = await launchPresenterApp({
    serviceUrl: publicUrl,
    userDataDir: mkdtempSync(join(tmpdir(), 'lectern-app-')),
    args: fakeDevices,
  });
  ending.push(() => app.close());
  const presenter = new Presenter(page);
  const link = await presenter.watchUrl();
  expect(link.startsWith(`${publicUrl}/r/`)).toBe(true);
  await presenter.goLive();

  const chromium = await openChromium();
  ending.push(() => chromium.close());
  // As pasted from a sentence.
  const watcher = await chromium.watch(`${link}.`);
  await expect.poll(() => watcher.view(), CHANGE).toBe('live');
  await expect.poll(async () => (await watcher.facts()).frames, CHANGE).toBeGreaterThan(10);
  const seen = await watcher.read(() => ({
    address: location.href,
    outside: performance
      .getEntriesByType('resource')
      .map(({ name }) => new URL(name).pathname)
      .filter((path) => !path.startsWith('/lectern/')),
  }));
  expect(seen).toEqual({ address: link, outside: [] });
});
