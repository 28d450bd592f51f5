/** Visits the watcher page and measures the time to its first frame. */
import type { BrowserContext, Response } from '@playwright/test';
import { gzipSync } from 'node:zlib';

export interface Visit {
  /** From the start of the navigation to the first presented frame. */
  readonly firstFrameMs: number;
  /** The page, its style, and the scripts that connect. */
  readonly connectBytesGzip: number;
  /** All JavaScript and CSS that the page loads by itself. */
  readonly pageBytesGzip: number;
}

const WORD = 'first frame at ';

/** Runs in the page, before anything else. */
function reportFirstFrame(word: string): void {
  const seen = new WeakSet<HTMLVideoElement>();
  new MutationObserver(() => {
    const video = document.querySelector('video');
    if (!video || seen.has(video)) return;
    seen.add(video);
    video.requestVideoFrameCallback((now) => console.log(`${word}${now}`));
  }).observe(document, { childList: true, subtree: true });
}

/**
 * The test evaluates nothing in the page until the frame is there: Playwright's own script of 300
 * KB would take measured time.
 */
export async function visit(context: BrowserContext, url: string): Promise<Visit> {
  const page = await context.newPage();
  const responses: Response[] = [];
  page.on('response', (response) => void responses.push(response));
  await page.addInitScript(reportFirstFrame, WORD);
  const shown = page.waitForEvent('console', { predicate: (said) => said.text().startsWith(WORD), timeout: 30_000 });
  await page.goto(url, { waitUntil: 'commit' });
  const firstFrameMs = Number((await shown).text().slice(WORD.length));
  await page.waitForLoadState('networkidle');
  const weights = await weigh(responses);
  await page.close();
  return { firstFrameMs, ...weights };
}

async function weigh(responses: readonly Response[]): Promise<Omit<Visit, 'firstFrameMs'>> {
  const files = await Promise.all(
    responses
      .filter((response) => ['document', 'script', 'stylesheet'].includes(response.request().resourceType()))
      .map(async (response) => ({
        kind: response.request().resourceType(),
        url: response.url(),
        path: new URL(response.url()).pathname,
        body: await response.body(),
      })),
  );
  const document = files.find(({ kind }) => kind === 'document');
  if (document === undefined) throw new Error('The visit loaded no page.');
  const scripts = String(document.body).matchAll(/<script[^>]* type="module"[^>]* src="([^"]+)"/g);
  const connecting = new Set([...scripts].map(([, source = '']) => new URL(source, document.url).pathname));
  const missing = [...connecting].filter((path) => !files.some((file) => file.path === path));
  if (missing.length > 0) throw new Error(`The visit did not load ${missing.join(', ')}.`);
  const isConnecting = (file: (typeof files)[number]): boolean => file.kind !== 'script' || connecting.has(file.path);
  const sum = (some: typeof files): number =>
    some.reduce((bytes, { body }) => bytes + gzipSync(body, { level: 9 }).length, 0);
  return {
    connectBytesGzip: sum(files.filter(isConnecting)),
    pageBytesGzip: sum(files.filter(({ kind }) => kind !== 'document')),
  };
}
