/** The window's place and size across starts of the app, and damaged files of them. */
import { expect, test, type ElectronApplication } from '@playwright/test';
import { readdirSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { windowFacts } from '../support/drive/app-windows.ts';
import { launchPresenterApp } from '../support/drive/launch-presenter-app.ts';
import { fakeDevices, Presenter } from '../support/drive/presenter.ts';
import { requires } from '../support/machine/requirements.ts';
import { startWindowManager } from '../support/machine/window-manager.ts';
import { startServiceProcess, type ServiceProcess } from '../support/service/service-process.ts';

let endWindowManager: () => Promise<void>;
let service: ServiceProcess;
let userDataDir: string;
let app: ElectronApplication;
let presenter: Presenter;

requires('electron', 'openbox');
test.beforeAll(async () => {
  endWindowManager = await startWindowManager();
  service = await startServiceProcess();
  userDataDir = await mkdtemp(join(tmpdir(), 'lectern-desk-'));
});

test.afterAll(async () => {
  await app?.close();
  await service?.stop();
  await endWindowManager?.();
});

async function launch(): Promise<void> {
  const launched = await launchPresenterApp({ serviceUrl: service.url, userDataDir, args: fakeDevices });
  ({ app } = launched);
  presenter = new Presenter(launched.page);
}

test('the window opens where it was; damaged files are moved aside, and the app starts off air', async () => {
  await launch();
  await presenter.expectStatus('offline');
  const wanted = { x: 140, y: 60, width: 900, height: 600 };
  const isThere = async (): Promise<void> => {
    await expect
      .poll(async () => (await windowFacts(app, 'main'))?.bounds)
      .toMatchObject({ width: wanted.width, height: wanted.height });
  };
  await app.evaluate(({ BrowserWindow }, bounds) => BrowserWindow.getAllWindows()[0]?.setBounds(bounds), wanted);
  await isThere();
  await app.close();
  await launch();
  await isThere();
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.maximize());
  await expect.poll(async () => (await windowFacts(app, 'main'))?.isMaximised).toBe(true);
  await app.close();
  await launch();
  await expect.poll(async () => (await windowFacts(app, 'main'))?.isMaximised).toBe(true);
  await app.close();
  for (const name of ['live.json', 'window-state.json']) writeFileSync(join(userDataDir, name), '{"air":"live"');
  await launch();
  await presenter.expectStatus('offline');
  await expect.poll(async () => (await windowFacts(app, 'main'))?.bounds).toMatchObject({ width: 1100, height: 720 });
  const aside = readdirSync(userDataDir).filter((name) => name.includes('.unreadable-'));
  expect(aside.map((name) => name.replace(/\.unreadable.*/, '')).toSorted()).toEqual([
    'live.json',
    'window-state.json',
  ]);
});
