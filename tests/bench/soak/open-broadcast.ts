/**
 * A presenter that is live and records a camera of 1280×720, two watchers who stay, and one who
 * visits.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from '@playwright/test';
import { launchPresenterApp } from '../../support/drive/launch-presenter-app.ts';
import { fakeDevices, Presenter } from '../../support/drive/presenter.ts';
import { expectAllPlaying, expectPlaying, openChromium } from '../../support/drive/watchers.ts';
import { clip } from '../../support/machine/camera-clip.ts';
import { startServiceProcess } from '../../support/service/service-process.ts';

export interface Broadcast {
  /** Of the process that runs the page of the app's window. */
  readonly pagePid: number;
  /** A watcher comes, and leaves after `ms`, or later once it has seen the picture. */
  readonly visit: (ms: number) => Promise<void>;
  readonly close: () => Promise<void>;
}

type Closing = () => Promise<unknown>;

export async function openBroadcast(): Promise<Broadcast> {
  const closings: Closing[] = [];
  const close = async (): Promise<void> => {
    // In reverse order. A part that fails to close does not stop the others from closing.
    for (const part of closings.splice(0).toReversed()) await part().catch((error: unknown) => console.error(error));
  };
  try {
    return { ...(await open(closings)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function open(closings: Closing[]): Promise<Omit<Broadcast, 'close'>> {
  const folder = await mkdtemp(join(tmpdir(), 'lectern-soak-'));
  closings.push(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, 'settings.json'), JSON.stringify({ sending: 'once', recordingFolder: folder }));
  const service = await startServiceProcess();
  closings.push(() => service.stop());
  const { app, page } = await launchPresenterApp({
    serviceUrl: service.url,
    userDataDir: folder,
    args: [...fakeDevices, `--use-file-for-fake-video-capture=${await clip('motion')}`],
  });
  closings.push(() => app.close());
  const window = await app.browserWindow(page);
  const pagePid = await window.evaluate(({ webContents }) => webContents.getOSProcessId());

  const presenter = new Presenter(page);
  const url = await presenter.watchUrl();
  await presenter.goLive();
  await page.getByRole('button', { name: 'Record', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Stop recording' })).toBeVisible();

  const chromium = await openChromium();
  closings.push(() => chromium.close());
  await expectAllPlaying([await chromium.watch(url), await chromium.watch(url)]);
  const visit = async (ms: number): Promise<void> => {
    const stay = pause(ms);
    const watcher = await chromium.watch(url);
    await expectPlaying(watcher);
    await stay;
    await watcher.close();
  };
  return { pagePid, visit };
}
