/**
 * Packs the presenter app, and starts a packed app. Its window is driven over Chromium's debugging
 * port: a packed app has no Node inspector, which is how Playwright drives Electron otherwise.
 */
import { chromium, type Browser, type Page } from '@playwright/test';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endChild, runProgram } from '../../../scripts/programs/run-program.ts';

const root = join(import.meta.dirname, '../../..');

export interface PackedApp {
  /** What an installer would put on the disk. */
  readonly folder: string;
  readonly binary: string;
  readonly resources: string;
  /** What the command printed. */
  readonly output: string;
}

/**
 * Packs as `npm run package -- --dir` does, with the Electron of this machine, into a new folder.
 * The caller removes it. Linux only.
 */
export async function packApp(environment: Readonly<Record<string, string>> = {}): Promise<PackedApp> {
  const out = await mkdtemp(join(tmpdir(), 'lectern-package-'));
  const { code, output } = await runProgram(
    process.execPath,
    [join(root, 'scripts/package/main.ts'), '--dir', '--out', out],
    { cwd: root, output: 'keep', env: { ...process.env, ...environment } },
  );
  if (code !== 0) {
    await rm(out, { recursive: true, force: true });
    throw new Error(`The app could not be packed:\n${output}`);
  }
  const unpacked = (await readdir(out)).find((name) => name.endsWith('-unpacked'));
  if (unpacked === undefined) throw new Error(`Nothing was packed:\n${output}`);
  const folder = join(out, unpacked);
  return { folder, binary: join(folder, 'lectern'), resources: join(folder, 'resources'), output };
}

export interface PackedAppOptions {
  readonly binary: string;
  readonly serviceUrl: string;
  readonly userDataDir: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export interface RunningPackedApp {
  readonly page: Page;
  /** What it has written to its two outputs so far. */
  readonly said: () => string;
  readonly ended: Promise<void>;
  readonly close: () => Promise<void>;
}

const START_TIMEOUT_MS = 60_000;

export async function launchPackedApp(options: PackedAppOptions): Promise<RunningPackedApp> {
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const child = spawn(options.binary, ['--remote-debugging-port=0', ...sandbox, ...(options.args ?? [])], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      LECTERN_SERVICE: options.serviceUrl,
      LECTERN_USER_DATA: options.userDataDir,
      ...options.env,
    },
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const chunks: string[] = [];
  const said = (): string => chunks.join('');
  for (const output of [child.stdout, child.stderr]) output.on('data', (chunk) => chunks.push(String(chunk)));
  let browser: Browser | undefined;
  const close = async (): Promise<void> => {
    await browser?.close();
    await endChild(child);
  };
  try {
    browser = await chromium.connectOverCDP(await debuggingAddress(child, said));
    return { page: await windowOf(browser), said, ended, close };
  } catch (error) {
    await close();
    throw new Error(`The packed app did not start:\n${said()}`, { cause: error });
  }
}

async function debuggingAddress(child: ChildProcess, said: () => string): Promise<string> {
  const found = Promise.withResolvers<string>();
  const timer = setTimeout(() => found.reject(new Error('it named no debugging port in time')), START_TIMEOUT_MS);
  const check = (): void => {
    const address = /DevTools listening on (ws:\S+)/.exec(said())?.[1];
    if (address !== undefined) found.resolve(address);
  };
  child.stderr?.on('data', check);
  child.once('exit', (code) => found.reject(new Error(`it ended with ${code}`)));
  return found.promise.finally(() => clearTimeout(timer));
}

/** The presenter's window; the control strip has another page. */
async function windowOf(browser: Browser): Promise<Page> {
  const [context] = browser.contexts();
  if (context === undefined) throw new Error('it has no pages');
  const isWindow = (page: Page): boolean => page.url() === 'app://lectern/';
  return (
    context.pages().find(isWindow) ?? context.waitForEvent('page', { predicate: isWindow, timeout: START_TIMEOUT_MS })
  );
}
