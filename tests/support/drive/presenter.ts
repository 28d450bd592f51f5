/** Drives the presenter by its buttons. They are the same in the app and in a browser's tab. */
import { expect, type Page } from '@playwright/test';
import { pressAndConfirm } from './press-and-confirm.ts';

/** Chromium's moving test card and beep instead of devices. Permissions are still requested. */
export const fakeDevices: readonly string[] = ['--use-fake-device-for-media-stream'];

/**
 * The same with a camera of ten frames a second instead of twenty. For specs that measure no rate:
 * drawing, encoding and decoding are most of what they cost.
 */
export const slowFakeDevices: readonly string[] = ['--use-fake-device-for-media-stream=fps=10'];

export class Presenter {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Waits until the service has answered. */
  async watchUrl(): Promise<string> {
    return (await this.page.getByLabel('Watch link', { exact: true }).textContent({ timeout: 30_000 })) ?? '';
  }

  async status(): Promise<string | null> {
    return this.page.locator('.window').getAttribute('data-status');
  }

  async expectStatus(status: 'offline' | 'connecting' | 'live' | 'trouble'): Promise<void> {
    await expect.poll(() => this.status(), { timeout: 40_000, intervals: [100] }).toBe(status);
  }

  /**
   * Waits until the app counts so many watchers. Live, it counts connected links; before, watchers
   * in the room.
   */
  async expectAudience(count: number): Promise<void> {
    await expect(this.page.getByTestId('watching')).toContainText(new RegExp(`^${count} `), { timeout: 40_000 });
  }

  async goLive(): Promise<void> {
    await this.page.getByRole('button', { name: 'Go live' }).click();
    await this.expectStatus('live');
  }

  async stop(): Promise<void> {
    const button = (name: string) => this.page.getByRole('button', { name, exact: true });
    await pressAndConfirm(button('Stop'), button('Stop for everyone?'));
    await this.expectStatus('offline');
  }
}
