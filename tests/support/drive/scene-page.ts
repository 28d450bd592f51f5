/** Drives the scene page: the scene alone, with every frame and sound that leaves it recorded. */
import { expect, test, type Page } from '@playwright/test';
import { join } from 'node:path';
import { requires } from '../machine/requirements.ts';
import { servePage, type ServedPage } from '../pages/serve-page.ts';
import type { Runtime, RuntimeChoice } from './both-runtimes.ts';

/** Adds the hooks of a `describe`: each of its tests gets the page with a new scene. */
export function useScenePage({ program, open }: RuntimeChoice, provide: (page: Page) => void): void {
  requires(program);
  let served: ServedPage | undefined;
  let runtime: Runtime;

  test.beforeAll(async () => {
    served = await servePage(join(import.meta.dirname, '../pages/scene'));
    runtime = await open(served.origin);
    provide(runtime.page);
  });
  test.afterAll(async () => {
    await runtime?.close();
    await served?.close();
  });
  test.beforeEach(async () => {
    await runtime.page.reload();
    await runtime.page.waitForFunction(() => 'startScene' in window);
    await runtime.page.evaluate(() => {
      window.stage = window.startScene();
    });
  });
  test.afterEach(async () => {
    expect(await runtime.page.evaluate(() => window.stage.isUnbroken)).toBe(true);
    await runtime.page.evaluate(() => window.stage.end());
  });
}
