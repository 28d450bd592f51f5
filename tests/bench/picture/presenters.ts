/**
 * Presenters whose camera is a clip or who share a whole screen, in the app or in a Chromium
 * window.
 */
import { chromium, expect, type Page } from '@playwright/test';
import { fakeDevices, Presenter } from '../../support/drive/presenter.ts';
import { servePresenterPage, startPresenterInApp } from '../../support/drive/start-presenter.ts';
import { chromiumSwitches } from '../../support/machine/chromium.ts';
import { findProgram } from '../../support/machine/find-program.ts';
import type { Environment } from '../../support/machine/program-window.ts';
import { installConnectionList } from '../../support/measure/connection-list.ts';
import { startServiceProcess } from '../../support/service/service-process.ts';

export const runtimes = ['electron', 'chromium'] as const;
export type Runtime = (typeof runtimes)[number];

export interface LivePresenter {
  readonly page: Page;
  readonly watchUrl: string;
  readonly close: () => Promise<void>;
}

/** `clip`: of the camera; null to share the screen. */
interface Shown {
  readonly environment: Environment;
  readonly clip: string | null;
}

/** It is live. */
export async function startPresenter(runtime: Runtime, shown: Shown): Promise<LivePresenter> {
  const { page, close } = await (runtime === 'electron' ? startInApp(shown) : startInChromium(shown));
  try {
    const presenter = new Presenter(page);
    const watchUrl = await presenter.watchUrl();
    await presenter.goLive();
    if (shown.clip === null) await shareScreen(page, runtime);
    return { page, watchUrl, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function shareScreen(page: Page, runtime: Runtime): Promise<void> {
  await page.getByRole('button', { name: 'Share screen' }).click();
  if (runtime === 'electron') {
    await page.getByRole('listbox', { name: 'Screens' }).getByRole('option').first().click();
    await page.getByRole('button', { name: 'Share', exact: true }).click();
  }
  await expect(page.locator('[data-source=screen]')).toHaveAttribute('data-state', 'on');
  await page.getByRole('radio', { name: 'Screen', exact: true }).click();
}

type Started = Pick<LivePresenter, 'page' | 'close'>;

const clipSwitches = (clip: string | null): readonly string[] =>
  clip === null ? [] : [`--use-file-for-fake-video-capture=${clip}`];

/** The strip would be in the picture. */
const settingsFor = (clip: string | null) =>
  ({ sending: 'once', codecs: 'auto', strip: 'never', cameraOn: clip !== null }) as const;

async function startInApp({ environment, clip }: Shown): Promise<Started> {
  const service = await startServiceProcess();
  const app = await startPresenterInApp(service.url, {
    sending: 'once',
    switches: [...fakeDevices, ...clipSwitches(clip)],
    settings: settingsFor(clip),
    environment,
  });
  return {
    page: app.page,
    close: async () => {
      await app.close();
      await service.stop();
    },
  };
}

async function startInChromium({ environment, clip }: Shown): Promise<Started> {
  const served = await servePresenterPage();
  const service = await startServiceProcess({ LECTERN_ALLOWED_ORIGINS: served.origin });
  served.announceService(service.url);
  const browser = await chromium.launch({
    executablePath: findProgram('chromium'),
    headless: false,
    env: { ...process.env, ...environment },
    // Chromium's fake devices would take the place of the screen, too.
    args: [
      ...chromiumSwitches,
      ...(clip === null
        ? ['--auto-select-desktop-capture-source=Entire screen']
        : [...fakeDevices, '--use-fake-ui-for-media-stream', ...clipSwitches(clip)]),
    ],
  });
  const page = await browser.newPage();
  await page.addInitScript(installConnectionList);
  await page.addInitScript(
    (settings) => {
      if (localStorage.getItem('lectern:settings') === null) localStorage.setItem('lectern:settings', settings);
    },
    JSON.stringify({ ...settingsFor(clip), microphoneOn: clip !== null }),
  );
  await page.goto(served.address);
  return {
    page,
    close: async () => {
      await browser.close();
      await served.close();
      await service.stop();
    },
  };
}
