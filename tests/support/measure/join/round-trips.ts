/** How many round trips a first frame takes, over plain HTTP and over HTTPS: what a line's delay adds, divided by it. */
import { chromium, type Browser } from '@playwright/test';
import { chromiumSwitches } from '../../machine/chromium-switches.ts';
import { findProgram } from '../../machine/find-program.ts';
import { writeLauncher } from '../../machine/second-machine.ts';
import { percentile } from '../percentile.ts';
import { makeAuthority, startTlsFront } from '../../machine/private-authority.ts';
import { openFarLine } from '../../machine/far-line.ts';
import { visit } from './visit.ts';

const JOINS = 7;

export interface RoundTripsOptions {
  readonly port: number;
  /** Of the room's page. */
  readonly path: string;
  readonly rttMs: number;
  /** For what has to be written down. */
  readonly folder: string;
  /** Waits until the presenter has nobody left. */
  readonly settle: () => Promise<void>;
}

export async function measureRoundTrips(options: RoundTripsOptions): Promise<{ http: number; https: number }> {
  const { port, path, rttMs, folder } = options;
  const line = await openFarLine();
  const front = await startTlsFront(makeAuthority(folder), port, line.ourAddress);
  const launcher = await writeLauncher(folder, 'far-chromium', `${line.command} ${findProgram('chromium')}`);
  const args = [...chromiumSwitches, '--ignore-certificate-errors'];
  const far = await chromium.launch({ executablePath: launcher, args });
  try {
    const count = async (url: string): Promise<number> => {
      const [near, distant] = [await medianOver(0, url), await medianOver(rttMs, url)];
      console.error(`${url}: ${Math.round(near)} ms, ${Math.round(distant)} ms at ${rttMs} ms`);
      return Math.round(((distant - near) / rttMs) * 10) / 10;
    };
    const medianOver = async (ms: number, url: string): Promise<number> => {
      line.setRoundTrip(ms);
      return percentile(await joins(far, url, options.settle), 50);
    };
    return {
      http: await count(`http://${line.ourAddress}:${port}${path}`),
      https: await count(`https://${line.ourAddress}:${new URL(front.url).port}${path}`),
    };
  } finally {
    await Promise.allSettled([far.close(), front.close()]);
    await line.remove();
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
