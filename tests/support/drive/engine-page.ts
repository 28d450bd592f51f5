/** Drives the engine page: the presenter's media and its watchers, all in one page. */
import { expect, test, type Page } from '@playwright/test';
import { join } from 'node:path';
import type { WatcherFacts } from '../pages/engine/main.ts';
import { servePage, type ServedPage } from '../pages/serve-page.ts';
import type { RuntimeChoice } from './both-runtimes.ts';
import { useRuntimePage } from './runtime-page.ts';

export const serveEnginePage = (): Promise<ServedPage> => servePage(join(import.meta.dirname, '../pages/engine'));

interface EngineUse {
  readonly sending: 'once' | 'each';
  readonly codecs?: 'vp8' | 'auto';
  readonly picture: { readonly width: number; readonly height: number; readonly shade: number };
}

/** Adds the hooks of a `describe`: each of its tests gets the page with a new engine and a picture. */
export function useEnginePage(
  runtime: RuntimeChoice,
  { sending, codecs = 'vp8', picture }: EngineUse,
  provide: (page: Page) => void,
): void {
  const page = useRuntimePage(runtime, serveEnginePage, provide);
  test.beforeEach(async () => {
    await startEngine(page(), sending, { codecs });
    await page().evaluate((shown) => window.engine.show(shown), picture);
  });
  test.afterEach(() => page().evaluate(() => window.engine.end()));
}

/** Loads the page again, so that no engine of an earlier test is left, and starts one. */
export async function startEngine(
  page: Page,
  sending: 'once' | 'each',
  { isSteered = true, codecs = 'vp8' }: { readonly isSteered?: boolean; readonly codecs?: 'vp8' | 'auto' } = {},
): Promise<void> {
  await page.reload();
  await page.waitForFunction(() => 'startEngine' in window);
  if (!isSteered) await page.evaluate(() => window.leaveUnsteered());
  await page.evaluate(
    ([way, both]) => {
      window.engine = window.startEngine(way, both);
    },
    [sending, codecs] as const,
  );
  expect(await page.evaluate(() => window.engine.encoding)).toBe(sending);
}

/** Adds a watcher and gives its id. */
export const watcherIn = (page: Page): Promise<string> => page.evaluate(() => window.engine.join());

/** The same, of one whose browser says that it decodes AV1. */
export const av1WatcherIn = (page: Page): Promise<string> => page.evaluate(() => window.engine.join(undefined, true));

export const facts = (page: Page, id: string): Promise<WatcherFacts> =>
  page.evaluate((name) => window.engine.facts(name), id);

export async function expectMoreFrames(page: Page, id: string, count = 10): Promise<void> {
  const { frames } = await facts(page, id);
  await expect
    .poll(async () => (await facts(page, id)).frames, { intervals: [100] })
    .toBeGreaterThanOrEqual(frames + count);
}
