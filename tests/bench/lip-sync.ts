/**
 * Measures how far sound and picture are apart at a watcher, by flash and beep, with ordinary links
 * and with encode-once, before and after layer switches. The measurement has an offset of its own,
 * so only the difference of the two ways counts. Both are measured at the same age of a link: a
 * receiver does not align sound and picture until it has two reports of each, and then takes about
 * ten seconds. It tolerates 30 ms either way (libwebrtc, stream_synchronization.cc), so each way is
 * measured several times and the mean is taken. `--rounds 5`.
 */
import { expect, type Page } from '@playwright/test';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Presenter, fakeDevices } from '../support/drive/presenter.ts';
import { servePresenterPage, startPresenterInChromium, type Sending } from '../support/drive/start-presenter.ts';
import { launchChromium, soundWithoutPress } from '../support/machine/chromium.ts';
import { askForLayer, keepLinkChannels } from '../support/measure/link-channels.ts';
import { installFlashAndBeep, flashAndBeepSwitches } from '../support/measure/lip-sync/flash-and-beep.ts';
import { measureLipSync, type LipSync } from '../support/measure/lip-sync/measure.ts';
import { startServiceProcess } from '../support/service/service-process.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '5' } } });
const FLASHES = 12;
const SWITCHES = 6;
/** By then a receiver has aligned sound and picture. */
const SETTLED_AFTER_MS = 30_000;

const browser = await launchChromium([soundWithoutPress]);

/** When a link is measured: as soon as it plays, once it has settled, and after switches. */
type Phase = 'joined' | 'before' | 'after';
type Measured = Readonly<Record<Phase, LipSync>>;

/** Lets the watcher ask for a lower layer and for the highest again, over its link. */
async function switchLayers(page: Page): Promise<void> {
  for (let i = 0; i < SWITCHES; i += 1) {
    const highest = i % 2 === 0 ? 1 : 2;
    await askForLayer(page, highest);
    await expect
      .poll(() => page.evaluate(() => document.querySelector('video')?.videoWidth), { timeout: 20_000 })
      .toBe(highest === 1 ? 640 : 1280);
  }
}

async function measure(sending: Sending): Promise<Measured> {
  const served = await servePresenterPage();
  const service = await startServiceProcess({ LECTERN_ALLOWED_ORIGINS: served.origin });
  served.announceService(service.url);
  const started = await startPresenterInChromium(served, {
    sending,
    switches: [...fakeDevices, ...flashAndBeepSwitches],
    initScripts: [installFlashAndBeep],
  });
  const context = await browser.newContext();
  try {
    const presenter = new Presenter(started.page);
    const url = await presenter.watchUrl();
    await presenter.goLive();
    const page = await context.newPage();
    await page.addInitScript(keepLinkChannels);
    await page.goto(url);
    await expect
      .poll(() => page.evaluate(() => document.querySelector('video')?.videoWidth), { timeout: 30_000 })
      .toBeGreaterThan(0);
    const settled = pause(SETTLED_AFTER_MS);
    const joined = await measureLipSync(page, FLASHES);
    await settled;
    const before = await measureLipSync(page, FLASHES);
    await switchLayers(page);
    const after = await measureLipSync(page, FLASHES);
    const measured = { joined, before, after };
    console.error(sending, JSON.stringify(measured));
    return measured;
  } finally {
    await context.close();
    await started.close();
    await served.close();
    await service.stop();
  }
}

try {
  const rounds: Readonly<Record<'ordinary' | 'encodeOnce', Measured>>[] = [];
  for (let round = 0; round < Number(values.rounds); round += 1)
    rounds.push({ ordinary: await measure('each'), encodeOnce: await measure('once') });
  const mean = (way: 'ordinary' | 'encodeOnce', phase: Phase): number =>
    rounds.reduce((sum, round) => sum + round[way][phase].soundAfterPictureMs, 0) / rounds.length;
  const apart = (phase: Phase): number => Math.round(mean('encodeOnce', phase) - mean('ordinary', phase));
  const apartMs = { joined: apart('joined'), before: apart('before'), after: apart('after') };
  console.log(JSON.stringify({ rounds, apartMs }));
} finally {
  await browser.close();
}
