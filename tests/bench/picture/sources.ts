/** What is shown to the presenter's camera and on its screen, with every frame known. */
import { expect } from '@playwright/test';
import { join } from 'node:path';
import { openAppWindow, type Environment } from '../../support/machine/program-window.ts';
import { personClip } from '../../support/measure/likeness/person-clip.ts';
import type { GreyPicture } from '../../support/measure/reading/read-letters.ts';
import { servePage } from '../../support/pages/serve-page.ts';

/**
 * `screen`: code that is typed and scrolled · `slides` · `camera`: somebody who moves before a
 * still room.
 */
export const contents = ['screen', 'slides', 'camera'] as const;
export type ContentName = (typeof contents)[number];

export interface Source {
  readonly width: number;
  readonly height: number;
  /** Of its loop. */
  readonly frames: number;
  readonly fps: number;
  readonly brightnessOf: (number: number) => Promise<GreyPicture>;
}

export const SCREEN = { width: 1920, height: 1080 } as const;
/** As often as a captured screen of this size comes without a graphics card. */
const SCREEN_FPS = 15;

export interface ScreenWindow {
  readonly show: (name: Exclude<ContentName, 'camera'>) => Promise<Source>;
  readonly close: () => Promise<void>;
}

/** A window that covers a display of the size `SCREEN`. */
export async function openScreenWindow(environment: Environment): Promise<ScreenWindow> {
  const served = await servePage(join(import.meta.dirname, '../../support/pages/picture-content'));
  const { page, close } = await openAppWindow('Content', '', 'whole screen', environment);
  await page.goto(served.origin);
  await page.waitForFunction(() => 'pictureContent' in window);
  const size = () => page.evaluate(() => [innerWidth, innerHeight, devicePixelRatio]);
  await expect.poll(size).toEqual([SCREEN.width, SCREEN.height, 1]);
  return {
    show: async (name) => ({
      ...SCREEN,
      fps: SCREEN_FPS,
      frames: await page.evaluate(([shown, fps]) => window.pictureContent.show(shown, fps), [
        name,
        SCREEN_FPS,
      ] as const),
      brightnessOf: async (number) => {
        const base64 = await page.evaluate(([shown, frame]) => window.pictureContent.brightnessOf(shown, frame), [
          name,
          number,
        ] as const);
        return { ...SCREEN, grey: new Uint8Array(Buffer.from(base64, 'base64')) };
      },
    }),
    close: async () => {
      await close();
      await served.close();
    },
  };
}

/** Its `path` is for Chromium's `--use-file-for-fake-video-capture`. */
export const cameraSource = personClip;
