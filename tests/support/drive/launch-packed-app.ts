/**
 * Starts a packed app and drives its window over Chromium's own debugging port: the packed app has no Node inspector, which is how
 * Playwright otherwise drives Electron.
 */
import { chromium, type Browser, type Page } from '@playwright/test';
import { spawn, type ChildProcess } from 'node:child_process';
import { endChild } from '../../../scripts/programs/run-program.ts';

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
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const timer = setTimeout(() => reject(new Error('it named no debugging port in time')), START_TIMEOUT_MS);
  const look = (): void => {
    const address = /DevTools listening on (ws:\S+)/.exec(said())?.[1];
    if (address !== undefined) resolve(address);
  };
  child.stderr?.on('data', look);
  child.once('exit', (code) => reject(new Error(`it ended with ${code}`)));
  return promise.finally(() => clearTimeout(timer));
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
