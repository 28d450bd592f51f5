/**
 * How many pictures go out for sources with different delays, and in which sizes. The test moves
 * the clock.
 */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { SCREEN_PIXELS } from '../policy/scene.ts';
import { Compositor } from './compositor.ts';
import type { Size, SourceName } from './scene-layout.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

interface Sent {
  readonly sentMs: number;
  readonly timestampMs: number;
}

const image: CanvasImageSource = { displayWidth: 1280, displayHeight: 720 } as VideoFrame;

/**
 * What goes out in ten seconds for a camera of 30 pictures a second, each of which takes
 * `latencyMs` to arrive.
 */
async function tenSeconds(latencyMs: (n: number) => number): Promise<Sent[]> {
  const startedMs = performance.now();
  const sent: Sent[] = [];
  const record = (atUs: number): void => {
    sent.push({ sentMs: performance.now() - startedMs, timestampMs: atUs / 1_000 });
  };
  const size = { width: 1280, height: 720 };
  const compositor = new Compositor<CanvasImageSource>({
    output: {
      pass: (_picture, atUs) => record(atUs),
      draw: (_size, _paint, atUs) => record(atUs),
      copy: (picture) => Promise.resolve(picture),
      sample: () => Promise.resolve(new Uint8ClampedArray([255, 255, 255, 255])),
      repeat: record,
      size,
    },
    texts: { slate: '', card: { camera: '', screen: '', both: '' } },
    onReport: () => undefined,
  });
  compositor.expectPictures('camera');
  for (let n = 0; n < 300; n += 1) {
    const capturedMs = (n * 1_000) / 30;
    setTimeout(
      () => compositor.handlePicture('camera', { image, size, close: () => undefined }, capturedMs * 1_000),
      capturedMs + latencyMs(n),
    );
  }
  for (let ms = 0; ms < 10_000; ms += 100) await vi.advanceTimersByTimeAsync(100);
  compositor.close();
  return sent;
}

/** The fewest pictures in any second but the first. */
const fewestIn = (sent: readonly Sent[]): number =>
  Math.min(
    ...Array.from({ length: 32 }, (_, quarter) => 1_000 + quarter * 250).map(
      (fromMs) => sent.filter(({ sentMs }) => sentMs > fromMs && sentMs <= fromMs + 1_000).length,
    ),
  );

test.each([
  ['has a constant delay', () => 5],
  ['has a varying delay', (n: number) => 5 + ((n * 7) % 20)],
  ['had a shorter delay once', (n: number) => (n === 3 ? 5 : 63)],
  ['has a shorter delay now and then', (n: number) => (n % 40 === 3 ? 5 : 63)],
  // Drops to ten pictures in some seconds if late pictures are scheduled from the time of sending.
  ['has a varying delay, and a shorter one now and then', (n: number) => (n % 60 === 3 ? 5 : 97 + ((n * 13) % 17))],
])('a camera of 30 pictures a second that %s goes out at nearly 30 in each second', async (_title, latencyMs) => {
  const sent = await tenSeconds(latencyMs);
  expect(fewestIn(sent)).toBeGreaterThanOrEqual(25);
  expect(sent.length).toBeLessThanOrEqual(305);
  expect(sent.every(({ timestampMs }, index) => timestampMs > (sent[index - 1]?.timestampMs ?? -1))).toBe(true);
});

/** The sizes that go out for pictures of these sizes, and whether each is drawn or passed on. */
async function sizesOf(name: SourceName, sizes: readonly Size[], act?: (of: Compositor<CanvasImageSource>) => void) {
  const sent: string[] = [];
  const note = (way: string, { width, height }: Size): void => void sent.push(`${way} ${width}×${height}`);
  const compositor = new Compositor<CanvasImageSource>({
    output: {
      pass: (picture) => note('pass', picture.size),
      draw: (size) => note('draw', size),
      copy: (picture) => Promise.resolve(picture),
      sample: () => Promise.resolve(new Uint8ClampedArray([255, 255, 255, 255])),
      repeat: () => undefined,
      size: { width: 1280, height: 720 },
    },
    texts: { slate: '', card: { camera: '', screen: '', both: '' } },
    onReport: () => undefined,
  });
  compositor.setLayout({ kind: name });
  sent.length = 0;
  compositor.expectPictures(name);
  for (const size of sizes) {
    compositor.handlePicture(name, { image, size, close: () => undefined }, performance.now() * 1_000);
    await vi.advanceTimersByTimeAsync(50);
  }
  act?.(compositor);
  compositor.close();
  return sent;
}

test('each picture of a camera goes out whole and in its own shape, also one that is turned', async () => {
  const sizes = [
    { width: 1600, height: 1200 },
    { width: 1200, height: 1600 },
    { width: 480, height: 640 },
    { width: 3840, height: 2160 },
  ];
  expect(await sizesOf('camera', sizes)).toEqual([
    'pass 1600×1200',
    'pass 1200×1600',
    'draw 624×832',
    'draw 1920×1080',
  ]);
});

test('a screen has its own size up to the limit, which may change meanwhile', async () => {
  const sizes = [
    { width: 1080, height: 1920 },
    { width: 2560, height: 1440 },
  ];
  const sent = await sizesOf('screen', sizes, (compositor) => compositor.setScreenPixels(SCREEN_PIXELS.original));
  expect(sent).toEqual(['pass 1080×1920', 'draw 1920×1080', 'pass 2560×1440']);
});
