/** Presses, pinches and reads the watcher page. */
import type { Locator, Page } from '@playwright/test';

interface Point {
  readonly x: number;
  readonly y: number;
}

export const button = (page: Page, name: string): Locator => page.getByRole('button', { name, exact: true });

export const inVideo = <T>(page: Page, read: (video: HTMLVideoElement) => T): Promise<T> =>
  page.locator('video').evaluate(read);

export async function chooseQuality(page: Page, name: string): Promise<void> {
  await page.keyboard.press('q');
  // By the beginning of its label: "Auto" also names its present layer.
  await page
    .getByRole('dialog', { name: 'Settings' })
    .getByRole('radio', { name: new RegExp(`^${name}`) })
    .check();
  await page.keyboard.press('Escape');
}

/** Spreads two fingers around a point, by Chromium's touch input. */
export async function pinch(page: Page, about: Point, factor: number): Promise<void> {
  const fingers = await page.context().newCDPSession(page);
  const touch = async (type: 'touchStart' | 'touchMove' | 'touchEnd', apart: number): Promise<void> => {
    const ends = [about.x - apart / 2, about.x + apart / 2];
    const touchPoints = type === 'touchEnd' ? [] : ends.map((x, id) => ({ x, y: about.y, id }));
    await fingers.send('Input.dispatchTouchEvent', { type, touchPoints });
  };
  const [from, steps] = [60, 8];
  await touch('touchStart', from);
  for (let step = 1; step <= steps; step += 1) await touch('touchMove', from * factor ** (step / steps));
  await touch('touchEnd', 0);
  await fingers.detach();
}

/** The colour on screen, including what is drawn over the picture. */
async function colourAt(page: Page, { x, y }: Point): Promise<readonly [red: number, green: number, blue: number]> {
  const shot = await page.screenshot({ clip: { x, y, width: 2, height: 2 }, animations: 'allow' });
  const [red = 0, green = 0, blue = 0] = await page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.codePointAt(0) ?? 0);
    const context = new OffscreenCanvas(2, 2).getContext('2d');
    context?.drawImage(await createImageBitmap(new Blob([bytes], { type: 'image/png' })), 0, 0);
    return [...(context?.getImageData(0, 0, 1, 1).data ?? [])];
  }, shot.toString('base64'));
  return [red, green, blue];
}

const quarters = {
  'upper left': [29, 58, 95],
  'upper right': [91, 34, 69],
  'lower left': [31, 77, 58],
  'lower right': [107, 74, 22],
} as const;

/** Which quarter of the drawn presenter's picture is seen at a point. */
export async function quarterAt(page: Page, point: Point): Promise<string> {
  const seen = await colourAt(page, point);
  const off = (colour: readonly number[]): number =>
    Math.hypot(...colour.map((one, index) => one - (seen[index] ?? 0)));
  return Object.entries(quarters).find(([, colour]) => off(colour) < 45)?.[0] ?? `rgb(${seen.join(' ')})`;
}
