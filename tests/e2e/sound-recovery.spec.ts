/**
 * Processes of the browser die, and the sound server is restarted, while live: everything comes
 * back by itself, and until then the app says what is wrong.
 */
import { expect, test, type ElectronApplication, type Page } from '@playwright/test';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchPresenterApp, type PresenterAppOptions } from '../support/drive/launch-presenter-app.ts';
import { fakeDevices, Presenter } from '../support/drive/presenter.ts';
import {
  expectMoreFrames,
  expectMoreSound,
  expectPlaying,
  openChromium,
  type Watcher,
  type WatcherBrowser,
} from '../support/drive/watchers.ts';
import { humming, playing, speakers, startPulseAudio, type PulseAudio } from '../support/machine/pulse-audio.ts';
import { requires } from '../support/machine/requirements.ts';
import { readBuffers, readTones } from '../support/measure/sound.ts';
import { startServiceProcess, type ServiceProcess } from '../support/service/service-process.ts';

const SOON = { timeout: 40_000 };
const [DESK_HZ, COMPUTER_HZ] = [440, 660];

let service: ServiceProcess;
let chromium: WatcherBrowser;
let pulse: PulseAudio | undefined;
let app: ElectronApplication;
let page: Page;
let watcher: Watcher;

requires('electron', 'chromium', 'pulseaudio');
test.beforeEach(async () => {
  service = await startServiceProcess();
  chromium = await openChromium();
});
test.afterEach(async () => {
  await Promise.allSettled([chromium.close(), app?.close()]);
  await service.stop();
  await pulse?.stop();
  pulse = undefined;
});

async function goLive(settings: object, options: Partial<PresenterAppOptions>): Promise<void> {
  const userDataDir = await mkdtemp(join(tmpdir(), 'lectern-app-'));
  await writeFile(join(userDataDir, 'settings.json'), JSON.stringify(settings));
  ({ app, page } = await launchPresenterApp({ serviceUrl: service.url, userDataDir, ...options }));
  const presenter = new Presenter(page);
  const url = await presenter.watchUrl();
  await presenter.goLive();
  watcher = await chromium.watch(url);
  await expect.poll(watcher.view, SOON).toBe('live');
}

/** A microphone and loudspeakers, each with a tone of its own, both sent as they are. */
async function goLiveWithBoth(): Promise<PulseAudio> {
  const server = await startPulseAudio();
  pulse = server;
  await plugIn(server);
  const settings = { microphoneSound: 'music', systemSoundOn: true };
  await goLive(settings, { environment: server.environment });
  await expectBoth();
  return server;
}

async function plugIn(server: PulseAudio): Promise<void> {
  await server.plugIn(...speakers);
  await server.plugIn(...playing(COMPUTER_HZ));
  await server.plugIn(...humming('desk', DESK_HZ).module);
  await server.setDefaultSource('desk');
}

const expectBoth = () => expect.poll(() => watcher.read(readTones), SOON).toEqual([DESK_HZ, COMPUTER_HZ]);
const card = (name: 'microphone' | 'system-sound') => page.locator(`[data-source=${name}]`);

/** Kills the process of that name, and gives its id. */
async function kill(name: string): Promise<number> {
  const pid = await app.evaluate(
    ({ app: main }, wanted) =>
      main.getAppMetrics().find(({ type, serviceName }) => wanted === (serviceName ?? type) || wanted === type)?.pid,
    name,
  );
  if (pid === undefined) throw new Error(`the app has no process called ${name}`);
  process.kill(pid, 'SIGKILL');
  return pid;
}

test('the audio process is killed twice: microphone and computer sound come back over the same link', async () => {
  await goLiveWithBoth();
  for (let round = 0; round < 2; round += 1) {
    const lost = card('system-sound').evaluateHandle((element: HTMLElement) => {
      const states: string[] = [];
      const note = (): void => void states.push(element.dataset['state'] ?? '');
      new MutationObserver(note).observe(element, { attributeFilter: ['data-state'] });
      return states;
    });
    const states = await lost;
    await kill('audio.mojom.AudioService');
    await expect.poll(() => states.jsonValue(), SOON).toContain('failed');
    await expect(card('system-sound')).toHaveAttribute('data-state', 'on');
    await expect(card('microphone')).toHaveAttribute('data-state', 'on');
    await expectBoth();
  }
  expect((await watcher.facts()).connections).toBe(1);
});

test('the sound server is restarted twice: the cards say why watchers hear nothing, and both sounds come back', async () => {
  const server = await goLiveWithBoth();
  const before = await readBuffers(watcher, 40);
  for (let round = 0; round < 2; round += 1) {
    await server.kill();
    for (const name of ['microphone', 'system-sound'] as const) {
      await expect(card(name)).toContainText('The system’s sound doesn’t work right now', SOON);
    }
    // Meanwhile silence is sent, so packets keep coming.
    await expect.poll(() => watcher.read(readTones), SOON).toEqual([]);
    const silent = await readBuffers(watcher, 40);
    expect(silent.packetsPerSecond).toBeGreaterThan(before.packetsPerSecond / 2);
    await server.restart();
    await plugIn(server);
    await expectBoth();
    for (const name of ['microphone', 'system-sound'] as const) {
      await expect(card(name)).toHaveAttribute('data-state', 'on');
      await expect(card(name)).not.toContainText('doesn’t work');
    }
  }
  expect((await watcher.facts()).connections).toBe(1);
});

test('the processes of camera, network and GPU are killed twice: picture and sound go on', async () => {
  test.setTimeout(300_000);
  await goLive({}, { args: fakeDevices });
  await expectPlaying(watcher);
  for (const name of ['video_capture.mojom.VideoCaptureService', 'network.mojom.NetworkService', 'GPU']) {
    await test.step(name, async () => {
      for (let round = 0; round < 2; round += 1) {
        await kill(name);
        await expectPlaying(watcher);
        await expect(page.locator('[data-source=camera]')).toHaveAttribute('data-state', 'on', SOON);
        await expectMoreFrames(watcher, 40);
        await expectMoreSound(watcher);
      }
    });
  }
});
