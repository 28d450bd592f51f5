/** Drives the scene page: the scene alone, with every frame and sound that leaves it recorded. */
import { expect, test, type Page } from '@playwright/test';
import { join } from 'node:path';
import { servePage } from '../pages/serve-page.ts';
import type { RuntimeChoice } from './both-runtimes.ts';
import { useRuntimePage } from './runtime-page.ts';

/** Adds the hooks of a `describe`: each of its tests gets the page with a new scene. */
export function useScenePage(runtime: RuntimeChoice, provide: (page: Page) => void): void {
  const page = useRuntimePage(runtime, () => servePage(join(import.meta.dirname, '../pages/scene')), provide);
  test.beforeEach(async () => {
    await page().reload();
    await page().waitForFunction(() => 'startScene' in window);
    await page().evaluate(() => {
      window.stage = window.startScene();
    });
  });
  test.afterEach(async () => {
    expect(await page().evaluate(() => window.stage.isUnbroken)).toBe(true);
    await page().evaluate(() => window.stage.end());
  });
}
