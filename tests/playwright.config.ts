import { defineConfig } from '@playwright/test';
import { systemPrograms } from '../scripts/system-programs.ts';
import { chromiumSwitches } from './support/machine/chromium-switches.ts';

const executablePath = systemPrograms.chromium.find();

/**
 * End to end: real apps, real browsers, real media; one at a time, since they share the processor. A test that passes only sometimes is a
 * defect and fails here. A machine of CI, whose other tenants nobody knows, has a second try, and the summary names what needed it.
 */
export default defineConfig({
  testDir: 'e2e',
  outputDir: '../test-results/e2e',
  workers: 1,
  retries: process.env['CI'] ? 1 : 0,
  // Everything may take three times as long as on a quiet machine, and a test that passes waits for none of this.
  timeout: 150_000,
  expect: { timeout: 30_000 },
  forbidOnly: Boolean(process.env['CI']),
  use: {
    // Without snapshots of the page: taking one counts as a press, after which a browser lets sound play.
    trace: { mode: 'retain-on-failure', snapshots: false },
    screenshot: 'only-on-failure',
    // The same browser for the specs that let Playwright open it as for those that do it themselves.
    launchOptions: { args: [...chromiumSwitches], ...(executablePath === undefined ? {} : { executablePath }) },
  },
});
