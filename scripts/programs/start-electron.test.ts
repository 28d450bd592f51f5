/** A child that opens, fails or finds another app is told apart, with real processes. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { electronEnvironment, startElectron } from './start-electron.ts';
import { whyElectronEnded } from './why-electron-ended.ts';

beforeEach(() => void vi.spyOn(process.stderr, 'write').mockReturnValue(true));
afterEach(() => void vi.restoreAllMocks());

/** A program of this Node in place of Electron: here only its end and its message count. */
const run = (program: string) => startElectron(process.execPath, ['-e', program]);

test('the app is open once it says so, and its end is known', async () => {
  const { app, start, ended } = run(`process.send({ opened: true }); setInterval(() => {}, 1_000)`);
  expect(await start).toEqual({ kind: 'open' });
  app.kill('SIGTERM');
  expect(await ended).toEqual({ code: null, signal: 'SIGTERM' });
});

test('an app that ends well before it opens has found another one', async () => {
  expect(await run('').start).toEqual({ kind: 'open-already' });
});

test('an app that fails before it opens, or that cannot be started, gives its reason', async () => {
  const failing = run(`process.stderr.write('FATAL: No usable sandbox! Update your kernel'); process.exitCode = 133`);
  expect(await failing.start).toEqual({ kind: 'failed', reason: expect.stringContaining('user namespaces') });
  const missing = startElectron('/nowhere/electron', []);
  expect(await missing.start).toEqual({ kind: 'failed', reason: expect.stringContaining('ENOENT') });
  expect(await missing.ended).toEqual({ code: 1, signal: null });
});

test('the variable that makes Electron plain Node is not passed on', async () => {
  expect(electronEnvironment({ ELECTRON_RUN_AS_NODE: '1', HOME: '/home/ada' })).toEqual({ HOME: '/home/ada' });
  const program = `process.exitCode = 'ELECTRON_RUN_AS_NODE' in process.env ? 1 : 0`;
  const { ended } = startElectron(process.execPath, ['-e', program], { ...process.env, ELECTRON_RUN_AS_NODE: '1' });
  expect((await ended).code).toBe(0);
});

test.each([
  ['FATAL:setuid_sandbox_host.cc(158)] The SUID sandbox helper binary was found, but is not', 'user namespaces'],
  ['ERROR:ozone_platform_x11.cc(240)] Missing X server or $DISPLAY', 'display'],
  ['electron: error while loading shared libraries: libgtk-3.so.0', 'library'],
  ['Segmentation fault', 'ended by SIGSEGV'],
])('%s', (output, reason) => {
  expect(whyElectronEnded(output, { code: null, signal: 'SIGSEGV' })).toContain(reason);
});
