/**
 * What axe-core finds in a page, as sentences: WCAG 2.2 A and AA. It cannot check live captions (SC
 * 1.2.4).
 */
import type { Page } from '@playwright/test';
import type { AxeResults, RunOptions } from 'axe-core';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

const axePath = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const STANDARDS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Empty if nothing is wrong. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  // By evaluation: the app's own content policy blocks added scripts.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(await readFile(axePath, 'utf8'));
  // Nothing else is reported, so axe-core need not describe what it has found to be right.
  const options: RunOptions = {
    runOnly: { type: 'tag', values: STANDARDS },
    resultTypes: ['violations'],
    selectors: false,
  };
  const results: AxeResults = await page.evaluate((run) => window.axe.run(document, run), options);
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary ?? ''}`),
  );
}

declare global {
  interface Window {
    axe: { run(context: Document, options: RunOptions): Promise<AxeResults> };
  }
}
