/** How many pictures go out, of sources that deliver in their own ways: on a clock that the test moves. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Compositor } from './compositor.ts';

beforeEach(() => {
  vi.useFakeTimers();
  // What looks for black pictures has nothing to look at here.
  vi.stubGlobal(
    'OffscreenCanvas',
    class {
      getContext = (): null => null;
    },
  );
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

interface Sent {
  readonly goneMs: number;
  readonly datedMs: number;
}

const image: CanvasImageSource = { displayWidth: 1280, displayHeight: 720 } as VideoFrame;

/** A camera of thirty pictures a second, each of which takes `latencyMs` to arrive: what goes out of it in ten seconds. */
async function tenSeconds(latencyMs: (n: number) => number): Promise<Sent[]> {
  const startedMs = performance.now();
  const sent: Sent[] = [];
  const note = (atUs: number): void => void sent.push({ goneMs: performance.now() - startedMs, datedMs: atUs / 1_000 });
  const size = { width: 1280, height: 720 };
  const compositor = new Compositor<CanvasImageSource>(
    {
      pass: (_picture, atUs) => note(atUs),
      draw: (_size, _paint, atUs) => note(atUs),
      keep: (picture) => picture,
      repeat: note,
      size,
    },
    () => undefined,
  );
  compositor.expect('camera');
  for (let n = 0; n < 300; n += 1) {
    const capturedMs = (n * 1_000) / 30;
    setTimeout(
      () => compositor.take('camera', { image, size, close: () => undefined }, capturedMs * 1_000),
      capturedMs + latencyMs(n),
    );
  }
  for (let ms = 0; ms < 10_000; ms += 100) await vi.advanceTimersByTimeAsync(100);
  compositor.end();
  return sent;
}

/** The fewest in any second, the first one aside. */
const fewestIn = (sent: readonly Sent[]): number =>
  Math.min(
    ...Array.from({ length: 32 }, (_, quarter) => 1_000 + quarter * 250).map(
      (fromMs) => sent.filter(({ goneMs }) => goneMs > fromMs && goneMs <= fromMs + 1_000).length,
    ),
  );

test.each([
  ['is always as quick', () => 5],
  ['wavers', (n: number) => 5 + ((n * 7) % 20)],
  ['was quicker once', (n: number) => (n === 3 ? 5 : 63)],
  ['is quicker now and then', (n: number) => (n % 40 === 3 ? 5 : 63)],
  // Went out at ten in some seconds, once its late ones were planned from when they went.
  ['is quicker now and then, and wavers', (n: number) => (n % 60 === 3 ? 5 : 97 + ((n * 13) % 17))],
])('a camera of thirty pictures that %s goes out at nearly thirty in each second', async (_title, latencyMs) => {
  const sent = await tenSeconds(latencyMs);
  expect(fewestIn(sent)).toBeGreaterThanOrEqual(25);
  expect(sent.length).toBeLessThanOrEqual(305);
  expect(sent.every(({ datedMs }, index) => datedMs > (sent[index - 1]?.datedMs ?? -1))).toBe(true);
});
