/**
 * Measures the delay from glass to glass: the age of each picture when a watcher's browser shows
 * it, read from a timecode in the picture. The presenter is the app, with its camera and then with
 * a captured screen. `--pictures 450` of each.
 */
import { expect } from '@playwright/test';
import { parseArgs } from 'node:util';
import { fakeDevices, Presenter } from '../support/drive/presenter.ts';
import { startPresenterInApp } from '../support/drive/start-presenter.ts';
import { expectPlaying, openChromium, type Watcher } from '../support/drive/watchers.ts';
import { startWindowManager } from '../support/machine/window-manager.ts';
import { percentile } from '../support/measure/statistics.ts';
import { agesOf, readDelays, type SeenPicture } from '../support/measure/timecode/read-delays.ts';
import { installTimecodeCamera } from '../support/measure/timecode/timecode-camera.ts';
import { openTimecodeWindow } from '../support/measure/timecode/timecode-window.ts';
import { installTimecode } from '../support/measure/timecode/timecode.ts';
import { startServiceProcess } from '../support/service/service-process.ts';

const { values } = parseArgs({ options: { pictures: { type: 'string', default: '450' } } });
const wanted = Number(values.pictures);
/** In the first seconds of a link, encoder, buffers and page are still settling. */
const SETTLE_MS = 5_000;

const summaryOf = (pictures: readonly SeenPicture[]) => {
  const ages = agesOf(pictures);
  const dates = pictures.flatMap(({ datedLateMs }) => datedLateMs ?? []);
  return {
    p50: Math.round(percentile(ages, 50)),
    p95: Math.round(percentile(ages, 95)),
    /** How much later than its timecode the median picture is dated; null if none was. */
    datedLateMs: dates.length === 0 ? null : Math.round(percentile(dates, 50)),
    pictures: ages.length,
    again: pictures.filter(({ isAgain }) => isAgain).length,
    unreadable: pictures.filter(({ ageMs }) => ageMs === null).length,
  };
};

async function measure(watcher: Watcher): Promise<readonly SeenPicture[]> {
  const { pictures } = await readDelays(watcher);
  const settled = async (): Promise<readonly SeenPicture[]> => {
    const seen = await pictures();
    return seen.filter(({ atMs }) => atMs > (seen[0]?.atMs ?? 0) + SETTLE_MS);
  };
  await expect.poll(async () => agesOf(await settled()).length, { timeout: 90_000 }).toBeGreaterThanOrEqual(wanted);
  return settled();
}

const endWindowManager = await startWindowManager();
const service = await startServiceProcess();
const app = await startPresenterInApp(service.url, {
  sending: 'once',
  switches: fakeDevices,
  initScripts: [installTimecode, installTimecodeCamera],
});
const chromium = await openChromium();
try {
  const presenter = new Presenter(app.page);
  const url = await presenter.watchUrl();
  await presenter.goLive();
  const watcher = await chromium.watch(url);
  await expectPlaying(watcher);
  const camera = summaryOf(await measure(watcher));
  console.error('camera', camera);

  const window = await openTimecodeWindow('Timecode');
  await app.page.getByRole('button', { name: 'Share screen' }).click();
  await app.page.getByRole('listbox', { name: 'Screens' }).getByRole('option').first().dblclick();
  await expect(app.page.locator('[data-source=screen]')).toHaveAttribute('data-state', 'on');
  await app.page.getByRole('radio', { name: 'Screen', exact: true }).click();
  await window.page.bringToFront();
  const screen = summaryOf(await measure(watcher));
  console.error('screen', screen);
  await window.close();
  console.log(
    JSON.stringify({
      glassToGlassMs: { p50: camera.p50, p95: camera.p95 },
      screenGlassToGlassMs: { p50: screen.p50, p95: screen.p95 },
      camera,
      screen,
    }),
  );
} finally {
  await Promise.allSettled([chromium.close(), app.close()]);
  await service.stop();
  await endWindowManager();
}
