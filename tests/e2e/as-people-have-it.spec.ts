/**
 * The setup that most people have. The app runs as an ordinary user with Chromium's sandbox on. The
 * watcher is on another machine, over plain HTTP by address, so without a secure context, and its
 * candidates carry mDNS names instead of addresses.
 */
import { expect, test, type Browser, type ElectronApplication } from '@playwright/test';
import { execFile } from 'node:child_process';
import { chmod, chown, cp, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { findElectron, launchPresenterApp } from '../support/drive/launch-presenter-app.ts';
import { Presenter, slowFakeDevices } from '../support/drive/presenter.ts';
import { expectMoreSound, expectPlaying, watchersIn } from '../support/drive/watchers.ts';
import { launchChromium } from '../support/machine/chromium.ts';
import { requires } from '../support/machine/requirements.ts';
import { writeLauncher } from '../support/network/launcher.ts';
import { addSecondMachine, type SecondMachine } from '../support/network/second-machine.ts';
import { startServiceProcess, type ServiceProcess } from '../support/service/service-process.ts';

const repository = resolve(import.meta.dirname, '../..');
/** `nobody`, an ordinary user that every Linux has. */
const USER = 65_534;

let machine: SecondMachine | undefined;
let service: ServiceProcess | undefined;
let app: ElectronApplication | undefined;
let browser: Browser | undefined;
let installed: string | undefined;

requires('electron', 'chromium', 'ip', 'ps', 'root');

test.afterAll(async () => {
  await Promise.allSettled([browser?.close(), app?.close()]);
  await service?.stop();
  await machine?.remove();
  if (installed !== undefined) await rm(installed, { recursive: true, force: true });
});

/**
 * Copies the app to where the ordinary user may read it, and sets up the sandbox program as an
 * installer does.
 */
async function installFor(user: number): Promise<{ readonly folder: string; readonly appFolder: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'lectern-installed-'));
  await chmod(folder, 0o755);
  await cp(dirname(findElectron()), join(folder, 'electron'), { recursive: true });
  await chmod(join(folder, 'electron/chrome-sandbox'), 0o4755);
  const appFolder = join(folder, 'app/electron');
  await cp(join(repository, 'electron/dist'), join(appFolder, 'dist'), { recursive: true });
  await cp(join(repository, 'electron/package.json'), join(appFolder, 'package.json'));
  await cp(join(repository, 'renderer/dist'), join(folder, 'app/renderer/dist'), { recursive: true });
  await mkdir(join(folder, 'home'));
  await chown(join(folder, 'home'), user, user);
  return { folder, appFolder };
}

/**
 * Lets the ordinary user use the display: xvfb-run admits only the user who started it. Gives the
 * path of the cookie.
 */
async function lendDisplay(folder: string): Promise<string> {
  const cookie = join(folder, 'home/.Xauthority');
  const from = process.env['XAUTHORITY'];
  if (from !== undefined) {
    await cp(from, cookie);
    await chown(cookie, USER, USER);
  }
  return cookie;
}

/**
 * Reads from /proc which user each renderer of the app runs as, and whether its system calls are
 * filtered.
 */
async function rendererFacts(pid: number): Promise<{ readonly uid: number; readonly seccomp: number }[]> {
  const { stdout } = await promisify(execFile)('ps', ['-eo', 'pid=,ppid=,args=']);
  const rows = stdout.split('\n').map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line));
  const parents = new Map(rows.flatMap((row) => (row ? [[Number(row[1]), Number(row[2])]] : [])));
  const isOurs = (id: number | undefined): boolean =>
    id !== undefined && id > 1 && (id === pid || isOurs(parents.get(id)));
  const renderers = rows.flatMap((row) =>
    row?.[3]?.includes('--type=renderer') && isOurs(Number(row[1])) ? [Number(row[1])] : [],
  );
  return Promise.all(
    renderers.map(async (id) => {
      const status = await readFile(`/proc/${id}/status`, 'utf8');
      const field = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1]);
      return { uid: field('Uid'), seccomp: field('Seccomp') };
    }),
  );
}

test('an ordinary user presents to another machine', async () => {
  machine = await addSecondMachine();
  service = await startServiceProcess();
  const { folder, appFolder } = await installFor(USER);
  installed = folder;
  const xauthority = await lendDisplay(folder);
  const launched = await launchPresenterApp({
    serviceUrl: service.url,
    userDataDir: join(folder, 'home/profile'),
    args: slowFakeDevices,
    appFolder,
    executable: await writeLauncher(
      folder,
      'as-ordinary-user',
      `setpriv --reuid=${USER} --regid=${USER} --clear-groups env HOME=${folder}/home XAUTHORITY=${xauthority} ${folder}/electron/electron`,
    ),
  });
  app = launched.app;
  const presenter = new Presenter(launched.page);
  const { pathname } = new URL(await presenter.watchUrl());
  await presenter.goLive();

  const main = app.process().pid ?? 0;
  // A renderer that is just starting has no filter yet, and /proc forgets one that ends meanwhile.
  await expect(async () => {
    const renderers = await rendererFacts(main);
    expect(renderers.length).toBeGreaterThan(0);
    for (const renderer of renderers) expect(renderer).toEqual({ uid: USER, seccomp: 2 });
  }).toPass({ timeout: 30_000 });

  browser = await launchChromium([], await machine.namespace.launcher('chromium'));
  const watcher = await watchersIn(browser).watch(`http://${machine.ourAddress}:${service.port}${pathname}`);
  await expectPlaying(watcher);
  const page = browser.contexts()[0]?.pages()[0];
  // The page may have begun to play before the test's first call into it, which the browser takes
  // for a press.
  const tap = page?.getByRole('button', { name: 'Tap for sound' });
  if (await tap?.isVisible()) await tap?.click();
  await expectMoreSound(watcher);
  await presenter.expectAudience(1);
  expect(await page?.evaluate(() => window.isSecureContext)).toBe(false);
  const candidates = await page?.evaluate(() =>
    [...window.connectionList].flatMap((pc) => pc.localDescription?.sdp.match(/^a=candidate:.*$/gm) ?? []),
  );
  expect(candidates?.length).toBeGreaterThan(0);
  for (const candidate of candidates ?? []) expect(candidate).toContain('.local ');
});
