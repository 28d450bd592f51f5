/** The app with a profile and a service of its own, and the list of services in its settings. */
import type { Locator, Page } from '@playwright/test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServiceProcess, type ServiceProcess } from '../service/service-process.ts';
import { launchPresenterApp, type PresenterApp, type PresenterAppOptions } from './launch-presenter-app.ts';
import { slowFakeDevices, Presenter } from './presenter.ts';

export class AppAndService {
  /** The service that the app is started with. */
  readonly ours: ServiceProcess;
  readonly folder: string;
  readonly options: PresenterAppOptions;
  readonly #ending: (() => Promise<void>)[] = [];
  #running: PresenterApp | undefined;

  private constructor(ours: ServiceProcess) {
    this.ours = ours;
    this.folder = mkdtempSync(join(tmpdir(), 'lectern-services-'));
    this.options = { serviceUrl: ours.url, userDataDir: join(this.folder, 'profile'), args: slowFakeDevices };
  }

  static async begin(): Promise<AppAndService> {
    return new AppAndService(await startServiceProcess());
  }

  get app(): PresenterApp['app'] {
    if (this.#running === undefined) throw new Error('the app is not running');
    return this.#running.app;
  }

  async start(more: Partial<PresenterAppOptions> = {}): Promise<Presenter> {
    this.#running = await launchPresenterApp({ ...this.options, ...more });
    return new Presenter(this.#running.page);
  }

  async stop(): Promise<void> {
    await this.#running?.app.close();
    this.#running = undefined;
  }

  /** Starts a second service. */
  async startSecondService(environment: Record<string, string> = {}): Promise<ServiceProcess> {
    const service = await startServiceProcess(environment);
    this.atEnd(() => service.stop());
    return service;
  }

  atEnd(end: () => Promise<void>): void {
    this.#ending.push(end);
  }

  async end(): Promise<void> {
    await this.stop();
    await Promise.all([...this.#ending.splice(0).map((end) => end()), this.ours.stop()]);
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export const hostOf = (url: string): string => new URL(url).host;
/** What the window says about the service in use. */
export const sentence = (page: Page): Locator => page.locator('.status');

/** Opens the settings, and gives their list of services. */
export async function openServices(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('tab', { name: 'Services' }).click();
  return page.getByRole('list', { name: 'Services' });
}

export const card = (services: Locator, url: string): Locator =>
  services.getByRole('listitem').filter({ hasText: hostOf(url) });
