/**
 * Microphones plugged in and pulled out while live, and the sound of the computer: a watcher
 * listens, over a real PulseAudio.
 */
import { expect, test, type ElectronApplication } from '@playwright/test';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchPresenterApp } from '../support/drive/launch-presenter-app.ts';
import { Presenter } from '../support/drive/presenter.ts';
import { openChromium, type Watcher, type WatcherBrowser } from '../support/drive/watchers.ts';
import { humming, muted, startPulseAudio, type PulseAudio, speakers, playing } from '../support/machine/pulse-audio.ts';
import { requires } from '../support/machine/requirements.ts';
import { readTone } from '../support/measure/picture.ts';
import { startServiceProcess, type ServiceProcess } from '../support/service/service-process.ts';

const desk = humming('desk', 440);
const spare = humming('spare', 880);
const mute = muted('mute', 'Muted microphone');

let pulse: PulseAudio;
let service: ServiceProcess;
let app: ElectronApplication;
let presenter: Presenter;
let chromium: WatcherBrowser;
let watcher: Watcher;
let userDataDir: string;
let unplugDesk: () => Promise<void>;
let unplugSpare: () => Promise<void>;

test.describe.configure({ mode: 'serial' });

async function startApp(): Promise<void> {
  const { environment } = pulse;
  const launched = await launchPresenterApp({ serviceUrl: service.url, userDataDir, environment });
  app = launched.app;
  presenter = new Presenter(launched.page);
}

requires('electron', 'chromium', 'pulseaudio');
test.beforeAll(async () => {
  pulse = await startPulseAudio();
  unplugSpare = await pulse.plugIn(...spare.module);
  unplugDesk = await pulse.plugIn(...desk.module);
  await pulse.plugIn(...mute.module);
  await pulse.setDefaultSource('spare');
  service = await startServiceProcess();
  userDataDir = await mkdtemp(join(tmpdir(), 'lectern-app-'));
  // A camera that is gone, and a microphone whose id has changed.
  const settings = { camera: { id: 'gone', label: 'Desk camera' }, microphone: { id: 'changed', label: desk.label } };
  await writeFile(join(userDataDir, 'settings.json'), JSON.stringify(settings));
  await startApp();
  chromium = await openChromium();
});

test.afterAll(async () => {
  await Promise.allSettled([chromium?.close(), app?.close()]);
  await service?.stop();
  await pulse?.stop();
});

const microphone = () => presenter.page.locator('[data-source=microphone]');
const expectHeard = (toneHz: number) => expect.poll(() => watcher.read(readTone), { timeout: 40_000 }).toBe(toneHz);

test('a saved microphone whose id has changed is found by its name; a missing camera is reported', async () => {
  await expect(microphone()).toHaveAttribute('data-state', 'on');
  await expect(microphone().getByRole('combobox')).toHaveText(new RegExp(desk.label));
  await expect(microphone().locator('option:checked')).toHaveText(desk.label);
  await expect(presenter.page.locator('[data-source=camera]')).toContainText('No camera found');
  await presenter.goLive();
  watcher = await chromium.watch(await presenter.watchUrl());
  await expectHeard(440);
});

test('another microphone replaces one that is pulled out while live; plugged in again, the first is used again', async () => {
  await unplugDesk();
  await expect(microphone()).toContainText(`${desk.label} isn’t connected.`);
  await expectHeard(880);
  unplugDesk = await pulse.plugIn(...desk.module);
  await expect(microphone()).not.toContainText('isn’t connected');
  await expectHeard(440);
  expect((await watcher.facts()).connections).toBe(1);
});

test('the replacement is replaced as well when it is pulled out', async () => {
  await unplugDesk();
  await expectHeard(880);
  await unplugSpare();
  await expect(microphone()).toContainText('isn’t connected');
  unplugSpare = await pulse.plugIn(...spare.module);
  unplugDesk = await pulse.plugIn(...desk.module);
  await expectHeard(440);
});

test('of two microphones of one name, the chosen one is replaced by its twin with a word, and used again', async () => {
  const tones = { left: 1320, right: 1760 } as const;
  const plugInTwin = (name: keyof typeof tones) =>
    pulse.plugIn(
      'module-remap-source',
      `source_name=twin_${name}`,
      `master=${name}`,
      'source_properties=device.description=Twin',
    );
  for (const [name, toneHz] of Object.entries(tones)) await pulse.plugIn(...humming(name, toneHz).module);
  const unplug = { left: await plugInTwin('left'), right: await plugInTwin('right') };
  const picker = microphone().getByRole('combobox');
  const twins = picker.locator('option', { hasText: /^Twin/ });
  await expect(twins).toHaveText(['Twin (1)', 'Twin (2)'], { useInnerText: false });
  await picker.selectOption({ label: 'Twin (2)' });
  // Which of them has which number depends on the system's ids.
  // Read once: as speech, a tone that lasts is filtered out like noise.
  let heard = 0;
  const isTwinHeard = async (): Promise<boolean> => {
    heard = await watcher.read(readTone);
    return Object.values<number>(tones).includes(heard);
  };
  await expect.poll(isTwinHeard, { timeout: 40_000 }).toBe(true);
  const [chosen, other] = heard === tones.left ? (['left', 'right'] as const) : (['right', 'left'] as const);

  await unplug[chosen]();
  await expect(microphone()).toContainText('Twin (2) isn’t connected. Using Twin (1) instead.');
  await expectHeard(tones[other]);
  await expect(picker.locator('option:checked')).toHaveText('Twin (2)');
  unplug[chosen] = await plugInTwin(chosen);
  await expectHeard(tones[chosen]);
  await expect(microphone()).not.toContainText('isn’t connected');

  // The same where the twin is all that the next start finds.
  await app.close();
  await unplug[chosen]();
  await startApp();
  await expect(microphone()).toContainText('Twin (2) isn’t connected. Using Twin (1) instead.');
  await plugInTwin(chosen);
  await expect(microphone()).not.toContainText('isn’t connected');
  await presenter.goLive();
  await expectHeard(tones[chosen]);
});

test('a silent microphone is reported, until another one is chosen', async () => {
  await microphone().getByRole('combobox').selectOption({ label: mute.label });
  await expect(microphone()).toContainText('There is no sound from this microphone');
  await microphone().getByRole('combobox').selectOption({ label: desk.label });
  await expectHeard(440);
  await expect(microphone()).not.toContainText('There is no sound from');
});

test('computer sound goes out and moves a meter, and is on again after a restart', async () => {
  await pulse.plugIn(...speakers);
  await pulse.plugIn(...playing(660));
  await presenter.page.getByRole('switch', { name: 'Microphone on' }).click();
  await presenter.page.getByRole('switch', { name: 'Computer sound on' }).click();
  const level = () =>
    presenter.page
      .getByRole('meter', { name: 'Computer sound level' })
      .evaluate((meter) => (meter instanceof HTMLMeterElement ? meter.value : 0));
  await expect.poll(level).toBeGreaterThan(0.3);
  await expectHeard(660);
  await app.close();
  await startApp();
  await expect.poll(level).toBeGreaterThan(0.3);
});

test('a system that denies the microphone is reported', async () => {
  await app.evaluate(({ session }) =>
    session.defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => answer(false)),
  );
  await presenter.page.getByRole('switch', { name: 'Microphone on' }).click();
  await expect(microphone()).toContainText('The system doesn’t let Lectern use the microphone');
});
