/**
 * The sound as watchers hear it: silence that flows, both ears, and music that stays as it is. With
 * a real sound server and the app.
 */
import { expect, test, type ElectronApplication, type Page } from '@playwright/test';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchPresenterApp, type PresenterAppOptions } from '../support/drive/launch-presenter-app.ts';
import { fakeDevices, Presenter } from '../support/drive/presenter.ts';
import {
  expectAllPlaying,
  openChromium,
  openFirefox,
  type Watcher,
  type WatcherBrowser,
} from '../support/drive/watchers.ts';
import { humming, speakers, startPulseAudio, type PulseAudio } from '../support/machine/pulse-audio.ts';
import { requires } from '../support/machine/requirements.ts';
import { readBuffers, readEars, readSoundKbps, type Buffers } from '../support/measure/sound.ts';
import { startServiceProcess, type ServiceProcess } from '../support/service/service-process.ts';

/** Of `SOUND_KBPS`: clearly more than speech gets. */
const MUSIC_KBPS = 60;
/** A buffer that a gap in the sound has filled is a second long. */
const LEVEL_MS = 300;
/** What picture and sound wait beyond what is needed, once nothing is left of their start. */
const SETTLED_MS = 100;

let service: ServiceProcess;
let pulse: PulseAudio;
let app: ElectronApplication | undefined;
let browsers: readonly WatcherBrowser[] = [];
let opened: Watcher[] = [];

requires('electron', 'chromium', 'firefox', 'pulseaudio');
test.beforeAll(async () => {
  service = await startServiceProcess();
  pulse = await startPulseAudio();
  await pulse.plugIn(...speakers, 'channels=2');
  // Firefox plays sound without a press, too. It measures sound only where it has a loudspeaker.
  const sounding = { 'media.autoplay.default': 0, 'media.autoplay.blocking_policy': 0 };
  browsers = await Promise.all([openChromium(), openFirefox(sounding, pulse.environment)]);
});
test.afterEach(async () => {
  await Promise.allSettled([app?.close(), ...opened.map((watcher) => watcher.close())]);
  app = undefined;
  opened = [];
});
test.afterAll(async () => {
  await Promise.allSettled(browsers.map((browser) => browser.close()));
  await service?.stop();
  await pulse?.stop();
});

async function goLive(settings: object, options: Partial<PresenterAppOptions>): Promise<Presenter> {
  const userDataDir = await mkdtemp(join(tmpdir(), 'lectern-app-'));
  await writeFile(join(userDataDir, 'settings.json'), JSON.stringify(settings));
  const launched = await launchPresenterApp({ serviceUrl: service.url, userDataDir, ...options });
  app = launched.app;
  const presenter = new Presenter(launched.page);
  await presenter.watchUrl();
  await presenter.goLive();
  return presenter;
}

/** One watcher in each browser, once they play. */
async function watchers(presenter: Presenter, inThese = browsers): Promise<Watcher[]> {
  const url = await presenter.watchUrl();
  opened = await Promise.all(inThese.map((browser) => browser.watch(url)));
  await expectAllPlaying(opened);
  return opened;
}

const microphone = (page: Page) => page.locator('[data-source=microphone]');
const microphoneSwitch = (page: Page) => page.getByRole('switch', { name: 'Microphone on' });

test('switching the microphone on and off, and off for long, neither stops the sound nor fills a watcher’s buffers', async () => {
  test.setTimeout(300_000);
  const presenter = await goLive({ quality: 'saver' }, { args: fakeDevices });
  const { page } = presenter;
  const both = await watchers(presenter);
  const readAll = (frames: number): Promise<Buffers[]> =>
    Promise.all(both.map((watcher) => readBuffers(watcher, frames)));
  // A browser may open its loudspeaker seconds after the sound has begun. What has come by then
  // waits, the picture waits with it, and the page may replace such a link.
  const excessMs = async (): Promise<number> => Math.max(...(await readAll(20)).map((buffers) => buffers.excessMs));
  await expect.poll(excessMs, { timeout: 90_000 }).toBeLessThan(SETTLED_MS);
  const before = await readAll(80);
  /** A buffer may fill for a moment, and empties again. One that a gap has filled stays full. */
  const isAsBefore = async (): Promise<boolean> => {
    const now = await readAll(80);
    return before.every(({ stream, pictureMs, soundMs, packetsPerSecond }, index) => {
      const after = now[index];
      if (after?.stream !== stream) throw new Error('the stream has been replaced');
      const isFlowing = after.packetsPerSecond > packetsPerSecond / 2;
      return isFlowing && after.pictureMs < pictureMs + LEVEL_MS && after.soundMs < soundMs + LEVEL_MS;
    });
  };
  for (let press = 0; press < 10; press += 1) {
    await microphoneSwitch(page).click();
    await new Promise((resolve) => setTimeout(resolve, 400));
  }
  await expect.poll(isAsBefore, { timeout: 40_000 }).toBe(true);
  await microphoneSwitch(page).click();
  await expect(microphone(page)).toHaveAttribute('data-state', 'off');
  await readAll(100);
  await expect.poll(isAsBefore, { timeout: 40_000 }).toBe(true);
});

/** Two seconds of noise in the left channel, as raw samples. */
function noiseAtTheLeft(): Buffer {
  const frames = 96_000;
  const samples = Buffer.alloc(frames * 4);
  for (let frame = 0; frame < frames; frame += 1) {
    samples.writeInt16LE(Math.round((Math.random() - 0.5) * 16_000), frame * 4);
  }
  return samples;
}

for (const sending of ['once', 'each'] as const) {
  test(`sending ${sending}: what the computer plays at the left is heard at the left, with the bit rate of music`, async () => {
    const silence = await pulse.play(noiseAtTheLeft());
    const settings = { microphoneOn: false, systemSoundOn: true, sending };
    const presenter = await goLive(settings, { environment: pulse.environment });
    const hearsMusic = async (watcher: Watcher): Promise<void> => {
      await expect.poll(async () => (await watcher.read(readEars)).left).toBeGreaterThan(0.01);
      const { left, right } = await watcher.read(readEars);
      expect(right).toBeLessThan(left / 10);
      await expect.poll(() => readSoundKbps(watcher, 3)).toBeGreaterThan(MUSIC_KBPS);
    };
    await Promise.all((await watchers(presenter)).map((watcher) => hearsMusic(watcher)));
    await presenter.page.getByRole('button', { name: 'Details' }).click();
    const sound = presenter.page.getByRole('row', { name: /^Sound/ });
    await expect(sound).toContainText('Stereo');
    await expect(sound).toContainText(/\d+ kbit\/s of at most 96 kbit\/s/);
    await expect(sound.getByRole('cell').last()).toHaveText('2');
    await silence();
  });
}

test('a held note fades as speech and stays as music; the choice is kept', async () => {
  test.setTimeout(300_000);
  await pulse.plugIn(...humming('desk', 440).module);
  await pulse.setDefaultSource('desk');
  const presenter = await goLive({}, { environment: pulse.environment });
  const { page } = presenter;
  const [watcher] = await watchers(presenter, browsers.slice(0, 1));
  if (!watcher) throw new Error('there is no watcher');
  const loudness = async (): Promise<number> => (await watcher.read(readEars)).left;
  // Noise suppression begins with the device: it takes the note for noise, second by second.
  for (const state of ['off', 'on']) {
    await microphoneSwitch(page).click();
    await expect(microphone(page)).toHaveAttribute('data-state', state);
  }
  let [faded, loudest] = [0, 0];
  const part = async (): Promise<number> => {
    faded = await loudness();
    loudest = Math.max(loudest, faded);
    return loudest < 0.005 ? 1 : faded / loudest;
  };
  const fadedFrom = performance.now();
  await expect.poll(part, { timeout: 90_000, intervals: [1_000] }).toBeLessThan(0.25);
  const fadedMs = performance.now() - fadedFrom;
  await microphone(page).getByRole('radio', { name: 'Music' }).check();
  await expect.poll(loudness).toBeGreaterThan(faded * 3);
  // Long enough to have faded again.
  await new Promise((resolve) => setTimeout(resolve, fadedMs));
  expect(await loudness()).toBeGreaterThan(faded * 3);
  await page.reload();
  await expect(microphone(page).getByRole('radio', { name: 'Music' })).toBeChecked();
});
