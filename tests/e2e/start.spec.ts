/** `npm start` where Electron is started under another rule, or cannot start at all. */
import { expect, test } from '@playwright/test';
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { findElectron } from '../support/drive/launch-presenter-app.ts';
import { requires } from '../support/machine/requirements.ts';

const program = resolve(import.meta.dirname, '../../scripts/start/main.ts');
const SOON = { timeout: 60_000 };
/** `nobody`, an ordinary user that every Linux has. */
const USER = '65534:65534';

let folder: string;
let started: ChildProcess | undefined;

requires('electron', 'xvfb', 'ps');
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lectern-start-'));
});
test.afterEach(() => {
  started?.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

/** Starts it on free ports. Gives what it has printed so far. */
function start(environment: Readonly<Record<string, string>>): () => string {
  const child = spawn(process.execPath, [program, '--no-open'], {
    env: {
      ...process.env,
      LECTERN_PORT: '0',
      LECTERN_PRESENTER_PORT: '0',
      LECTERN_USER_DATA: join(folder, 'profile'),
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started = child;
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (printed += String(chunk)));
  return () => printed;
}

/** Gives the exit code. `processId`: of the process that gets the signal. */
async function end(processId = started?.pid): Promise<unknown> {
  if (started === undefined || processId === undefined) throw new Error('it was not started');
  const ended = once(started, 'exit');
  process.kill(processId, 'SIGTERM');
  const [code]: readonly unknown[] = await ended;
  return code;
}

/** The app's process, which the start has made. */
function appProcess(): number {
  const rows = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' }).split('\n');
  const row = rows
    .map((line) => line.trim().split(/\s+/))
    .find(([, parent, path]) => Number(parent) === started?.pid && path?.endsWith('electron'));
  return Number(row?.[0]);
}

test('in an editor’s terminal, whose variable makes Electron plain Node, the app opens', async () => {
  const printed = start({ ELECTRON_RUN_AS_NODE: '1' });
  await expect.poll(printed, SOON).toContain('The presenter app is open');
  // As when its window is closed: then everything ends.
  expect(await end(appProcess())).toBe(0);
  expect(printed()).toContain('Lectern has ended.');
  expect(printed()).not.toContain('unexpectedly');
});

test.describe('for an ordinary user without user namespaces', () => {
  requires('root');

  test('the app says why it cannot start, and the presenter goes on in the browser', async () => {
    chmodSync(folder, 0o755);
    const electron = join(folder, 'electron');
    cpSync(dirname(findElectron()), electron, { recursive: true });
    const [root, launchers] = [join(folder, 'root'), join(folder, 'launchers')];
    for (const made of [root, launchers]) mkdirSync(made);
    // The kernel gives no user namespace to a program whose root folder was changed. The mount is
    // in a namespace of its own and ends with the program. As root, the test runs Electron without
    // its sandbox, which this takes back.
    const launcher = `#!/bin/sh
for argument do shift; [ "$argument" = --no-sandbox ] || set -- "$@" "$argument"; done
exec unshare --mount --propagation private sh -c 'mount --rbind / "$0" && exec chroot --userspec=${USER} "$0" "$@"' \\
  ${root} ${electron}/electron "$@"
`;
    writeFileSync(join(launchers, 'electron'), launcher, { mode: 0o755 });
    const printed = start({ ELECTRON_OVERRIDE_DIST_PATH: launchers });
    await expect.poll(printed, SOON).toContain('Open this address in a browser');
    expect(printed()).toContain(
      'The app could not start: Chromium’s sandbox needs user namespaces, and this system allows none to ordinary users.',
    );
    expect(printed()).not.toContain('The presenter app is open');
    const [address = ''] = /http:\/\/127\.0\.0\.1:\d+\/\?token=\S+/.exec(printed()) ?? [];
    expect((await fetch(address, { redirect: 'manual' })).status).toBe(303);
    expect(await end()).toBe(0);
    expect(printed()).not.toContain('unexpectedly');
  });
});
