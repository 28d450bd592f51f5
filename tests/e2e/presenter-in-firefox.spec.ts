/**
 * Presents from a tab of Firefox, which composes in the page and has an encoder for each watcher.
 */
import { expect, test } from '@playwright/test';
import { openFirefoxPresenter, TEST_TONE_HZ, type FirefoxPresenter } from '../support/drive/presenter-in-firefox.ts';
import { servePresenterPage } from '../support/drive/start-presenter.ts';
import {
  expectAllPlaying,
  expectMoreFramesInAll,
  openChromium,
  openFirefox,
  type WatcherBrowser,
} from '../support/drive/watchers.ts';
import { speakers, startPulseAudio } from '../support/machine/pulse-audio.ts';
import { requires } from '../support/machine/requirements.ts';
import { readTone } from '../support/measure/picture.ts';
import { readBuffers } from '../support/measure/sound.ts';
import { startServiceProcess } from '../support/service/service-process.ts';

requires('firefox', 'chromium', 'pulseaudio');

const endings: (() => Promise<unknown>)[] = [];
test.afterEach(async () => {
  await Promise.allSettled(endings.splice(0).map((end) => end()));
});

const closing = <T extends FirefoxPresenter | WatcherBrowser>(opened: T): T => {
  endings.push(() => opened.close());
  return opened;
};

test('picture and sound reach watchers in Chromium and Firefox, also after a pause and without a microphone', async () => {
  const served = await servePresenterPage();
  const service = await startServiceProcess({ LECTERN_ALLOWED_ORIGINS: served.origin });
  const pulse = await startPulseAudio();
  await pulse.plugIn(...speakers);
  endings.push(
    () => served.close(),
    () => service.stop(),
    () => pulse.stop(),
  );
  served.announceService(service.url);
  const presenter = closing(await openFirefoxPresenter(served.address, pulse.environment));
  const url = await presenter.watchUrl();
  await presenter.press('Go live');
  await expect.poll(presenter.status).toContain('Live');

  const watchers = [];
  for (const browser of [await openChromium(), await openFirefox()]) watchers.push(await closing(browser).watch(url));
  await expectAllPlaying(watchers);
  const [listener] = watchers;
  if (!listener) throw new Error('there is no watcher');
  await expect.poll(() => listener.read(readTone), { timeout: 40_000 }).toBe(TEST_TONE_HZ);

  await presenter.press('Pause');
  await expect.poll(presenter.status).toContain('Paused');
  await expect.poll(() => listener.read(readTone)).toBe(0);
  await expectMoreFramesInAll(watchers);
  await presenter.press('Resume');
  await expect.poll(() => listener.read(readTone)).toBe(TEST_TONE_HZ);

  const before = await readBuffers(listener, 60);
  await presenter.press('Mute');
  await expect.poll(() => listener.read(readTone)).toBe(0);
  expect((await readBuffers(listener, 60)).packetsPerSecond).toBeGreaterThan(before.packetsPerSecond / 2);
});
