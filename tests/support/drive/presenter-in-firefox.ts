/**
 * Presents from Firefox: from the page that `npm start -- --browser` serves, driven over WebDriver
 * BiDi. Its camera and microphone are Firefox's own test signals.
 */
import { expect } from '@playwright/test';
import type { Page } from 'puppeteer-core';
import { launchFirefox } from '../machine/firefox.ts';

export const TEST_TONE_HZ = 440;

export interface FirefoxPresenter {
  readonly page: Page;
  readonly watchUrl: () => Promise<string>;
  /** The words of the badge and its sentence. */
  readonly status: () => Promise<string>;
  readonly press: (button: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** `environment`: the variables of a sound server, without which Firefox processes no sound. */
export async function openFirefoxPresenter(
  address: string,
  environment: Readonly<Record<string, string>>,
): Promise<FirefoxPresenter> {
  const prefs = {
    'media.navigator.permission.disabled': true,
    'media.navigator.streams.fake': true,
    'media.navigator.audio.fake_frequency': TEST_TONE_HZ,
  };
  const browser = await launchFirefox(prefs, environment);
  const page = await browser.newPage();
  await page.goto(address, { waitUntil: 'domcontentloaded' });
  const textOf = (selector: string): Promise<string> =>
    page.evaluate((found) => document.querySelector(found)?.textContent ?? '', selector);
  return {
    page,
    watchUrl: async () => {
      await expect.poll(() => textOf('output.link'), { timeout: 40_000 }).toMatch(/^http/);
      return await textOf('output.link');
    },
    status: () => textOf('.status'),
    press: async (button) => {
      const found = await page.waitForSelector(`::-p-xpath(//button[normalize-space(.)="${button}"])`);
      await found?.click();
    },
    close: () => browser.close(),
  };
}
