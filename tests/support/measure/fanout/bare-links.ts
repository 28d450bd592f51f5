/**
 * The control of `fanout`: what a page pays that sends the same clip over ordinary links, one for
 * each watcher, without anything of Lectern.
 */
import { expect, type Page } from '@playwright/test';
import { fakeDevices } from '../../drive/presenter.ts';
import { clip } from '../../machine/camera-clip.ts';
import { openOwnChromium } from '../../machine/chromium.ts';
import { measureProcessors, readBusy } from '../../machine/process-tree.ts';
import { servePage } from '../../pages/serve-page.ts';

/** libwebrtc begins at a fraction of the picture's width, and reaches all of it within seconds. */
const WHOLE = { width: 1280, fps: 25 };

export interface BareFigures {
  /** Processor time of the sending Chromium, in per cent of a core. */
  readonly presenterCpuPct: number;
  readonly machineBusyPct: number;
}

/** `counts`: how many links, ascending. */
export async function measureBareLinks(
  counts: readonly number[],
  ms: number,
): Promise<ReadonlyMap<number, BareFigures>> {
  const served = await servePage(`${import.meta.dirname}/../../pages/bare-links`);
  const secure = `--unsafely-treat-insecure-origin-as-secure=${served.origin}`;
  const camera = `--use-file-for-fake-video-capture=${await clip('motion')}`;
  const sending = await openOwnChromium([...fakeDevices, '--use-fake-ui-for-media-stream', camera, secure]);
  const receiving = await openOwnChromium(['--autoplay-policy=no-user-gesture-required', secure]);
  try {
    const [sender, receiver] = await Promise.all([sending, receiving].map(({ browser }) => browser.newPage()));
    if (sender === undefined || receiver === undefined) throw new Error('no page');
    for (const page of [sender, receiver]) {
      await page.goto(served.origin);
      await page.waitForFunction(() => 'bareLinks' in window);
    }
    const results = new Map<number, BareFigures>();
    let links = 0;
    for (const count of counts) {
      for (; links < count; links += 1) await connect(sender, receiver);
      await allWhole(receiver);
      const before = await readBusy();
      const { presenter } = await measureProcessors({ presenter: sending.pid }, ms);
      const after = await readBusy();
      const machineBusyPct = ((after.busy - before.busy) / (after.all - before.all)) * 100;
      results.set(count, {
        presenterCpuPct: Number(presenter.toFixed(1)),
        machineBusyPct: Math.round(machineBusyPct),
      });
    }
    return results;
  } finally {
    await Promise.allSettled([sending.close(), receiving.close(), served.close()]);
  }
}

async function connect(sender: Page, receiver: Page): Promise<void> {
  const offer = await sender.evaluate(() => window.bareLinks.offer());
  const answer = await receiver.evaluate((sdp) => window.bareLinks.answer(sdp), offer);
  await sender.evaluate((sdp) => window.bareLinks.accept(sdp), answer);
}

async function allWhole(receiver: Page): Promise<void> {
  const read = () => receiver.evaluate(() => window.bareLinks.received());
  let before = await read();
  await expect
    .poll(
      async () => {
        const after = await read();
        const fewest = Math.min(...after.map(({ frames }, index) => frames - (before[index]?.frames ?? 0)));
        before = after;
        return Math.min(...after.map(({ width }) => width)) >= WHOLE.width && fewest >= WHOLE.fps;
      },
      { timeout: 60_000, intervals: [1_000] },
    )
    .toBe(true);
}
