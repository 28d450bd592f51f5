/**
 * Checks one state of the watcher page at every screen size: accessibility, elements outside of the
 * screen, small targets, movement.
 */
import { expect, test, type Browser, type BrowserContextOptions, type Page } from '@playwright/test';
import { join } from 'node:path';
import { accessibilityFaults } from './accessibility.ts';

const phone: BrowserContextOptions = { deviceScaleFactor: 1, isMobile: true, hasTouch: true, reducedMotion: 'reduce' };
const desktop: BrowserContextOptions = { reducedMotion: 'reduce' };
/** `zoomed`: what a window of 1280 × 1024 has left at 400 % (WCAG 1.4.10). */
const sizes = {
  phone: {
    phone: { width: 390, height: 844 },
    'phone-landscape': { width: 844, height: 390 },
    tablet: { width: 820, height: 1180 },
  },
  desktop: { desktop: { width: 1440, height: 900 }, zoomed: { width: 320, height: 256 } },
} as const;

/**
 * Where axe-core runs: one phone, one desktop, and the least that both of them shrink to. The other
 * sizes only differ in layout.
 */
const withAxe = new Set(['phone', 'desktop', 'zoomed']);

/** The same address in a phone and in a desktop browser. */
export class BothScreens {
  readonly phone: Page;
  readonly desktop: Page;

  private constructor(onPhone: Page, onDesktop: Page) {
    this.phone = onPhone;
    this.desktop = onDesktop;
  }

  static async open(browser: Browser, more: BrowserContextOptions = {}): Promise<BothScreens> {
    const open = async (kind: keyof typeof sizes, options: BrowserContextOptions): Promise<Page> => {
      const [viewport] = Object.values(sizes[kind]);
      return await (await browser.newContext({ ...options, ...more, viewport })).newPage();
    };
    return new BothScreens(await open('phone', phone), await open('desktop', desktop));
  }

  get pages(): readonly Page[] {
    return [this.phone, this.desktop];
  }

  async goto(url: string): Promise<void> {
    await Promise.all(this.pages.map((page) => page.goto(url)));
  }

  async expectView(view: string): Promise<void> {
    for (const page of this.pages) {
      await expect(page.locator(`main[data-view="${view}"]`)).toBeVisible({ timeout: 30_000 });
    }
  }

  /** Screenshots go beside the test's other results. All faults are reported together. */
  async check(name: string): Promise<void> {
    const faults = await Promise.all([this.#faultsOn('phone', name), this.#faultsOn('desktop', name)]);
    expect.soft(faults.flat(), name).toEqual([]);
  }

  async #faultsOn(kind: keyof typeof sizes, name: string): Promise<string[]> {
    const page = this[kind];
    const faults: string[] = [];
    for (const [size, viewport] of Object.entries(sizes[kind])) {
      await page.setViewportSize(viewport);
      // The controls show while the pointer moves.
      await page.mouse.move(viewport.width / 2, viewport.height / 3);
      await page.mouse.move(viewport.width / 2, viewport.height / 4);
      await page.screenshot({ path: join(test.info().outputDir, `${name}-${size}.png`) });
      const found = [
        ...(withAxe.has(size) ? await accessibilityFaults(page) : []),
        ...(await page.evaluate(layoutFaults)),
      ];
      faults.push(...found.map((fault) => `${size}: ${fault}`));
    }
    return faults;
  }

  async close(): Promise<void> {
    for (const page of this.pages) await page.context().close();
  }
}

/** Runs in the page. */
function layoutFaults(): string[] {
  const faults: string[] = [];
  const isSeen = (element: Element): boolean =>
    element.checkVisibility({ visibilityProperty: true }) && element.closest('.visually-hidden') === null;
  const isScrolled = (element: Element): boolean => {
    for (let above = element.parentElement; above; above = above.parentElement) {
      if (above.scrollHeight > above.clientHeight && getComputedStyle(above).overflowY === 'auto') return true;
    }
    return false;
  };
  for (const element of document.querySelectorAll('h1, p, a, button, input, header span, header strong, li, td')) {
    if (!isSeen(element)) continue;
    const { left, top, right, bottom, width, height } = element.getBoundingClientRect();
    const name = `${element.tagName.toLowerCase()} “${(element.textContent || element.getAttribute('aria-label')) ?? ''}”`;
    if (left < -0.5 || right > innerWidth + 0.5) faults.push(`${name} is beside the screen`);
    if ((top < -0.5 || bottom > innerHeight + 0.5) && !isScrolled(element))
      faults.push(`${name} is above or below the screen`);
    if (element.matches('button, input, a') && Math.min(width, height) < 24) faults.push(`${name} is a small target`);
  }
  if (document.documentElement.scrollWidth > innerWidth) faults.push('the page scrolls sideways');
  const moving = document.getAnimations().length;
  if (moving > 0) faults.push(`${String(moving)} things move`);
  if (document.documentElement.lang === '') faults.push('no language is named');
  return faults;
}
