/**
 * The stage in the app: layouts by button and key, the camera moved over a shared screen, a slate
 * of one's own, and all of it kept.
 */
import { expect, test, type ElectronApplication, type Page } from '@playwright/test';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchPresenterApp } from '../support/drive/launch-presenter-app.ts';
import { slowFakeDevices } from '../support/drive/presenter.ts';
import { requires } from '../support/machine/requirements.ts';

/** A red square, 8 × 8. */
const RED_PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEklEQVR4nGP4z8CAFWEXHbQSACj/P8Fu7N9hAAAAAElFTkSuQmCC',
  'base64',
);

let app: ElectronApplication;
let page: Page;

test.describe.configure({ mode: 'serial' });

requires('electron');
test.beforeAll(async () => {
  const userDataDir = await mkdtemp(join(tmpdir(), 'lectern-app-'));
  // No service: the stage needs none.
  ({ app, page } = await launchPresenterApp({ serviceUrl: 'http://127.0.0.1:9', userDataDir, args: slowFakeDevices }));
});
test.afterAll(() => app?.close());

const stage = () => page.locator('.stage');
const layout = (name: string) => page.getByRole('radio', { name });
const handle = () => page.getByRole('button', { name: /^Camera over the screen/ });
const expectShown = (shown: string) => expect(stage()).toHaveAttribute('data-shown', shown);

async function shareScreen(): Promise<void> {
  await page.getByRole('button', { name: 'Share screen' }).click();
  await page.getByRole('listbox', { name: 'Screens' }).getByRole('option').first().click();
  await page.getByRole('button', { name: 'Share', exact: true }).click();
}

interface Place {
  readonly left: number;
  readonly top: number;
  readonly width: number;
}

const placeOf = (): Promise<Place> =>
  handle().evaluate((element) => {
    const picture = element.parentElement?.getBoundingClientRect() ?? new DOMRect();
    const box = element.getBoundingClientRect();
    return {
      left: (box.left - picture.left) / picture.width,
      top: (box.top - picture.top) / picture.height,
      width: box.width / picture.width,
    };
  });

/** The colour in the middle of the outgoing picture. */
const middle = (): Promise<number[]> =>
  page.getByLabel('What your watchers see').evaluate((video) => {
    const context = new OffscreenCanvas(1, 1).getContext('2d');
    if (!(video instanceof HTMLVideoElement) || !context) return [];
    context.drawImage(video, video.videoWidth / 2, video.videoHeight / 2, 1, 1, 0, 0, 1, 1);
    return [...context.getImageData(0, 0, 1, 1).data];
  });

/** Only the slate's picture is red: its words are as bright in green as in red. */
const isRed = async (): Promise<boolean> => {
  const [red = 0, green = 255] = await middle();
  return red > 200 && green < 60;
};

test('layouts change by key and by button, and keys type while a field has the focus', async () => {
  await expectShown('camera');
  await page.keyboard.press('4');
  await expectShown('slate');
  await expect(layout('Slate')).toBeChecked();
  await page.getByRole('button', { name: 'Edit slate' }).click();
  await page.getByLabel('Text', { exact: true }).fill('');
  await page.getByLabel('Text', { exact: true }).press('1');
  await expect(page.getByLabel('Text', { exact: true })).toHaveValue('1');
  await expectShown('slate');
  await page.keyboard.press('Escape');
  await expect(page.getByLabel('Text', { exact: true })).toBeHidden();
  await layout('Slate').focus();
  await page.keyboard.press('ArrowRight');
  await expect(layout('Camera')).toBeChecked();
  await expectShown('camera');
});

test('a card says that no screen is shared, and that the camera is off', async () => {
  await page.keyboard.press('2');
  await expectShown('card');
  await page.keyboard.press('1');
  await expectShown('camera');
  await page.getByRole('button', { name: 'Camera off' }).click();
  await expectShown('card');
  await page.getByRole('button', { name: 'Camera on' }).click();
  await expectShown('camera');
});

test('a black camera is reported, until it shows something', async () => {
  const card = page.locator('[data-source=camera]');
  await page.evaluate(() => {
    const { mediaDevices } = navigator;
    const context = document.createElement('canvas').getContext('2d');
    // As with a covered lens: frames keep coming, but they are black.
    const covered = (): MediaStream => {
      setInterval(() => context?.fillRect(0, 0, 300, 150), 50);
      return context?.canvas.captureStream(20) ?? new MediaStream();
    };
    mediaDevices.getUserMedia = async () => {
      Reflect.deleteProperty(mediaDevices, 'getUserMedia');
      return covered();
    };
  });
  await page.getByRole('button', { name: 'Camera off' }).click();
  await page.getByRole('button', { name: 'Camera on' }).click();
  await expect(card).toContainText('The camera’s picture is black. Is something covering the lens?');
  await page.getByRole('button', { name: 'Camera off' }).click();
  await page.getByRole('button', { name: 'Camera on' }).click();
  await expect(card).toHaveAttribute('data-state', 'on');
  await expect(card).not.toContainText('black');
});

test('a file that is no picture is refused with a sentence; a picture becomes the slate', async () => {
  await page.keyboard.press('4');
  await page.getByRole('button', { name: 'Edit slate' }).click();
  await page.getByLabel('Text', { exact: true }).fill('');
  const chooser = page.getByLabel('Your own picture');
  await chooser.setInputFiles({ name: 'notes.png', mimeType: 'image/png', buffer: Buffer.from('no picture at all') });
  await expect(page.getByRole('alert')).toContainText('can’t be opened as a picture');
  await chooser.setInputFiles({ name: 'red.png', mimeType: 'image/png', buffer: RED_PNG });
  await expect(page.getByRole('button', { name: 'Remove picture' })).toBeVisible();
  await expect(page.getByRole('alert')).toBeHidden();
  await expect.poll(isRed).toBe(true);
  await page.getByRole('button', { name: 'Done' }).click();
});

test('a shared screen shows beside the camera, which can be dragged, moved by keys and resized', async () => {
  await page.keyboard.press('1');
  await shareScreen();
  await expectShown('both');
  await expect(layout('Both')).toBeChecked();

  const start = await placeOf();
  await handle().hover();
  const box = await handle().boundingBox();
  if (!box) throw new Error('the camera is nowhere');
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2 - 150, box.y + box.height / 2 - 100, { steps: 5 });
  await page.mouse.up();
  let dragged = start;
  await expect(async () => {
    dragged = await placeOf();
    expect(dragged.left).toBeLessThan(start.left - 0.1);
    expect(dragged.top).toBeLessThan(start.top - 0.1);
    expect(dragged.width).toBeCloseTo(start.width, 2);
  }).toPass();

  await handle().focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(async () => (await placeOf()).left).toBeGreaterThan(dragged.left);
  await page.keyboard.press('Shift+ArrowUp');
  await expect.poll(async () => (await placeOf()).width).toBeGreaterThan(dragged.width);
  await page.getByRole('button', { name: 'Round camera' }).click();
  await expect(handle()).toHaveAttribute('data-shape', 'square');
});

test('layout, camera and slate are kept for the next start, and no screen is shared by itself', async () => {
  const kept = await placeOf();
  await page.reload();
  await expect(layout('Both')).toBeChecked();
  await expectShown('camera');
  await shareScreen();
  await expectShown('both');
  await expect.poll(async () => (await placeOf()).left).toBeCloseTo(kept.left, 2);
  await expect(handle()).toHaveAttribute('data-shape', 'square');
  await page.keyboard.press('4');
  await expect.poll(isRed).toBe(true);
});

test('everything fits, at the window’s first size and at its least', async () => {
  await page.keyboard.press('3');
  await expectShown('both');
  for (const [width, height] of [
    [1100, 720],
    [820, 560],
  ] as const) {
    await app.evaluate(({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(...size), [
      width,
      height,
    ] as const);
    await expect.poll(() => page.evaluate(() => innerWidth)).toBe(width);
    for (const inner of [stage(), page.locator('.layout-bar')]) {
      const [main, box] = [await page.locator('main').boundingBox(), await inner.boundingBox()];
      if (!main || !box) throw new Error('the stage is nowhere');
      expect(box.x).toBeGreaterThanOrEqual(main.x - 1);
      expect(box.x + box.width).toBeLessThanOrEqual(main.x + main.width + 1);
    }
    await page.screenshot({ path: test.info().outputPath(`stage-${width}.png`) });
  }
});

test('when the screen is taken away, the camera stays', async () => {
  await page.keyboard.press('3');
  await expectShown('both');
  await page.getByRole('button', { name: 'Stop sharing' }).click();
  await expectShown('camera');
  await expect(layout('Camera')).toBeChecked();
});
