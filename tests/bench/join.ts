/**
 * How fast a watcher sees something: navigation start → first frame presented, over fresh joins one after another, with the presenter
 * in the real app. `pageBytesGzip` is all JavaScript and CSS that the page loads by itself.
 */
import { chromium, type Browser, type Response } from '@playwright/test';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { chromiumSwitches } from '../support/chromium-switches.ts';
import { findProgram } from '../support/find-program.ts';
import { launchPresenterApp } from '../support/launch-presenter-app.ts';
import { installMediaProbe, readMediaFacts } from '../support/media-probe.ts';
import { percentile } from '../support/percentile.ts';
import { Presenter, fakeDevices } from '../support/presenter.ts';
import { startServiceProcess } from '../support/service-process.ts';

const JOINS = 20;

interface Join {
  readonly firstFrameMs: number;
  readonly bytesGzip: number;
}

async function measureJoin(browser: Browser, url: string): Promise<Join> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const scripts: Response[] = [];
  page.on('response', (response) => {
    if (['script', 'stylesheet'].includes(response.request().resourceType())) scripts.push(response);
  });
  await page.addInitScript(installMediaProbe);
  await page.goto(url, { waitUntil: 'commit' });
  await page.waitForFunction(() => window.mediaProbe.firstFrameMs !== null);
  await page.waitForLoadState('networkidle');
  const { firstFrameMs } = await page.evaluate(readMediaFacts);
  const bodies = await Promise.all(scripts.map((response) => response.body()));
  await context.close();
  return {
    firstFrameMs: firstFrameMs ?? Number.NaN,
    bytesGzip: bodies.reduce((sum, body) => sum + gzipSync(body, { level: 9 }).length, 0),
  };
}

const service = await startServiceProcess();
const userDataDir = await mkdtemp(join(tmpdir(), 'lectern-app-'));
const { app, page } = await launchPresenterApp({ serviceUrl: service.url, userDataDir, args: fakeDevices });
const browser = await chromium.launch({ executablePath: findProgram('chromium'), args: [...chromiumSwitches] });
try {
  const presenter = new Presenter(page);
  const url = await presenter.watchUrl();
  await presenter.goLive();
  const joins: Join[] = [];
  for (let i = 0; i < JOINS; i += 1) {
    joins.push(await measureJoin(browser, url));
    // The one before has left: each join meets the same presenter.
    await presenter.expectAudience(0);
    console.error(`join ${i + 1} of ${JOINS}: ${Math.round(joins.at(-1)?.firstFrameMs ?? 0)} ms`);
  }
  const times = joins.map(({ firstFrameMs }) => firstFrameMs);
  const firstFrameMs = { p50: Math.round(percentile(times, 50)), p95: Math.round(percentile(times, 95)) };
  console.log(JSON.stringify({ firstFrameMs, pageBytesGzip: Math.max(...joins.map(({ bytesGzip }) => bytesGzip)) }));
} finally {
  await Promise.allSettled([browser.close(), app.close()]);
  await service.stop();
}
