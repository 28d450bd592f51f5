/** Who closes which picture while a still one is copied. */
import { expect, test } from 'vitest';
import { FRAME_COPY_DELAY_MS } from '../policy/scene.ts';
import { ComposedSource, type SourcePicture } from './composed-source.ts';

const size = { width: 1280, height: 720 };

function picture(): SourcePicture<CanvasImageSource> & { readonly closed: () => boolean } {
  let isClosed = false;
  const image: CanvasImageSource = { displayWidth: 1280, displayHeight: 720 } as VideoFrame;
  return {
    image,
    size,
    close: () => {
      isClosed = true;
    },
    closed: () => isClosed,
  };
}

/** A source whose picture has been still for long enough. */
function still() {
  const source = new ComposedSource<CanvasImageSource>();
  const original = picture();
  source.setPicture(original, 0, 0);
  return { source, original };
}

test('a still picture gives way to its copy, once', async () => {
  const { source, original } = still();
  const copy = picture();
  const copying = () => Promise.resolve(copy);
  expect(await source.copyOldPicture(copying, FRAME_COPY_DELAY_MS - 1)).toBe(false);
  expect(await source.copyOldPicture(copying, FRAME_COPY_DELAY_MS)).toBe(true);
  expect(source.picture).toBe(copy);
  expect([original.closed(), copy.closed()]).toEqual([true, false]);
  expect(await source.copyOldPicture(copying, 2 * FRAME_COPY_DELAY_MS)).toBe(false);
});

test('a picture that arrives while the one before is copied stays, and the copy is closed', async () => {
  const { source, original } = still();
  const [copy, next] = [picture(), picture()];
  const { promise, resolve } = Promise.withResolvers<typeof copy>();
  const copying = source.copyOldPicture(() => promise, FRAME_COPY_DELAY_MS);
  source.setPicture(next, 200_000, 200);
  resolve(copy);
  expect(await copying).toBe(false);
  expect(source.picture).toBe(next);
  expect([original.closed(), copy.closed(), next.closed()]).toEqual([true, true, false]);
});

test('a source that is removed while its picture is copied leaves no picture open', async () => {
  const { source, original } = still();
  const copy = picture();
  const copying = source.copyOldPicture(() => Promise.resolve(copy), FRAME_COPY_DELAY_MS);
  source.clear();
  expect(await copying).toBe(false);
  expect(source.picture).toBeNull();
  expect([original.closed(), copy.closed()]).toEqual([true, true]);
});

test('a picture of which no copy is needed stays open', async () => {
  const { source, original } = still();
  expect(await source.copyOldPicture((same) => Promise.resolve(same), FRAME_COPY_DELAY_MS)).toBe(false);
  expect(source.picture).toBe(original);
  expect(original.closed()).toBe(false);
});
