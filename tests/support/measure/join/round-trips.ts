/**
 * Counts the round trips to the first frame, over HTTP and HTTPS: the time that a line's delay
 * adds, divided by that delay.
 */
import { type Browser } from '@playwright/test';
import { launchChromium } from '../../machine/chromium.ts';
import { makeAuthority, startTlsFront } from '../../machine/private-authority.ts';
import { addSecondMachine } from '../../network/second-machine.ts';
import { percentile } from '../statistics.ts';
import { visit } from './visit.ts';

const JOINS = 7;

export interface RoundTripsOptions {
  readonly port: number;
  /** The path of the room's page. */
  readonly path: string;
  readonly rttMs: number;
  /** For certificates and scripts. */
  readonly folder: string;
  /** Waits until the presenter has no watchers. */
  readonly settle: () => Promise<void>;
}

export async function measureRoundTrips(options: RoundTripsOptions): Promise<{ http: number; https: number }> {
  const { port, path, rttMs, folder } = options;
  const machine = await addSecondMachine({ canDelay: true });
  const front = await startTlsFront(makeAuthority(folder), port, machine.ourAddress);
  const launcher = await machine.namespace.launcher('chromium');
  const far = await launchChromium(['--ignore-certificate-errors'], launcher);
  try {
    const count = async (url: string): Promise<number> => {
      const [near, distant] = [await medianOver(0, url), await medianOver(rttMs, url)];
      console.error(`${url}: ${Math.round(near)} ms, ${Math.round(distant)} ms at ${rttMs} ms`);
      return Math.round(((distant - near) / rttMs) * 10) / 10;
    };
    const medianOver = async (ms: number, url: string): Promise<number> => {
      await machine.line.set({ delayMs: ms / 2 });
      return percentile(await joins(far, url, options.settle), 50);
    };
    return {
      http: await count(`http://${machine.ourAddress}:${port}${path}`),
      https: await count(`https://${machine.ourAddress}:${new URL(front.url).port}${path}`),
    };
  } finally {
    await Promise.allSettled([far.close(), front.close()]);
    await machine.remove();
  }
}

async function joins(browser: Browser, url: string, settle: () => Promise<void>): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < JOINS; i += 1) {
    const context = await browser.newContext();
    times.push((await visit(context, url)).firstFrameMs);
    await context.close();
    await settle();
  }
  return times;
}
