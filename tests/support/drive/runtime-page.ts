/** A test page in one of the two runtimes, opened once for the tests of a `describe`. */
import { test, type Page } from '@playwright/test';
import { requires } from '../machine/requirements.ts';
import type { ServedPage } from '../pages/serve-page.ts';
import type { Runtime, RuntimeChoice } from './both-runtimes.ts';

/** Adds the hooks. Returns the page, which is there from the first `beforeEach` on. */
export function useRuntimePage(
  { program, open }: RuntimeChoice,
  serve: () => Promise<ServedPage>,
  provide: (page: Page) => void,
): () => Page {
  requires(program);
  let served: ServedPage | undefined;
  let runtime: Runtime;

  test.beforeAll(async () => {
    served = await serve();
    runtime = await open(served.origin);
    provide(runtime.page);
  });
  test.afterAll(async () => {
    await runtime?.close();
    await served?.close();
  });
  return () => runtime.page;
}
