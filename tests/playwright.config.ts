/** Which end-to-end tests run side by side, which alone, and for how long. */
import { defineConfig } from '@playwright/test';
import { systemPrograms } from '../scripts/programs/system-programs.ts';
import { chromiumSwitches } from './support/machine/chromium.ts';

const executablePath = systemPrograms.chromium.find();

/**
 * Specs that have the machine to themselves: they make claims about time or rate, or they use what
 * the display has only once, such as the list of windows, the window manager or global shortcuts,
 * or they add networks to the machine, at which a Chromium ends what it is loading.
 */
const alone = [
  'capture',
  'compose',
  'delay',
  'desktop',
  'every-failure',
  'fan-out',
  'first-light',
  'lossy-line',
  'quality',
  'scene',
  'scene-sound',
  'sound',
  'squeezed-line',
  'window-state',
].map((name) => `**/${name}.spec.ts`);

/**
 * End-to-end tests: real apps, real browsers, real media. `npm test` runs the files of `shared` two
 * at a time, and then those of `alone` one at a time. A test that passes only sometimes is a
 * defect and fails here. CI tries it once more, and the summary names it.
 */
export default defineConfig({
  testDir: 'e2e',
  globalSetup: '../scripts/programs/run-folder.ts',
  projects: [
    { name: 'shared', testIgnore: alone, outputDir: '../test-results/shared' },
    { name: 'alone', testMatch: alone, outputDir: '../test-results/alone' },
  ],
  workers: 1,
  retries: process.env['CI'] ? 1 : 0,
  // Three times what a quiet machine needs. A test that passes does not wait for any of this.
  timeout: 150_000,
  expect: { timeout: 30_000 },
  forbidOnly: Boolean(process.env['CI']),
  use: {
    // Without snapshots of the page: taking one counts as a press, after which a browser lets sound
    // play. Without its screenshots, since they are taken of every page, all the time.
    trace: { mode: 'retain-on-failure', snapshots: false, screenshots: false },
    screenshot: 'only-on-failure',
    // Specs that let Playwright open the browser use the same one as those that launch it.
    launchOptions: { args: [...chromiumSwitches], ...(executablePath === undefined ? {} : { executablePath }) },
  },
});
