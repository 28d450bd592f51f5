/** Draws all icon files and reads them back. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readColour } from '../../electron/pictures/colours.ts';
import { drawIcons } from './draw-icons.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lectern-icons-'));
  await drawIcons(folder);
});
afterAll(() => rm(folder, { recursive: true }));

/** Width and height, from the first chunk of a PNG. */
function sizeOf(png: Buffer): readonly [number, number] {
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  return [png.readUInt32BE(16), png.readUInt32BE(20)];
}

test('for Linux there is a picture of each size', async () => {
  for (const px of [16, 48, 512]) {
    expect(sizeOf(await readFile(join(folder, `linux/${px}x${px}.png`)))).toEqual([px, px]);
  }
});

test('the pictures in the icns file have the sizes of their names', async () => {
  const file = await readFile(join(folder, 'icon.icns'));
  expect([file.subarray(0, 4).toString(), file.readUInt32BE(4)]).toEqual(['icns', file.length]);
  const sizes: Record<string, number> = {};
  for (let at = 8; at < file.length; at += file.readUInt32BE(at + 4)) {
    sizes[file.subarray(at, at + 4).toString()] = sizeOf(file.subarray(at + 8))[0];
  }
  expect(sizes).toMatchObject({ icp4: 16, ic11: 32, ic12: 64, ic07: 128, ic08: 256, ic13: 256, ic14: 512, ic10: 1024 });
});

test('the ico file contains bitmaps and a PNG of 256 pixels', async () => {
  const file = await readFile(join(folder, 'icon.ico'));
  const count = file.readUInt16LE(4);
  const entries = Array.from({ length: count }, (_, index) => {
    const at = 6 + 16 * index;
    return { px: file.readUInt8(at), bytes: file.readUInt32LE(at + 8), offset: file.readUInt32LE(at + 12) };
  });
  expect(entries.map(({ px }) => px)).toEqual([16, 24, 32, 48, 64, 128, 0]);
  const last = entries.at(-1);
  expect(sizeOf(file.subarray(last?.offset))).toEqual([256, 256]);
  expect((last?.offset ?? 0) + (last?.bytes ?? 0)).toBe(file.length);
  const [{ offset, bytes } = { offset: 0, bytes: 0 }] = entries;
  expect([file.readUInt32LE(offset), file.readInt32LE(offset + 4), file.readInt32LE(offset + 8)]).toEqual([40, 16, 32]);
  // Header, four bytes for each pixel, a mask of padded rows.
  expect(bytes).toBe(40 + 16 * 16 * 4 + 16 * 4);
});

test('the mark is visible in the middle of a dark tile', async () => {
  const file = await readFile(join(folder, 'icon.ico'));
  const offset = file.readUInt32LE(6 + 16 * 3 + 12); // 48 pixels
  const pixel = (x: number, y: number): readonly number[] => {
    const at = offset + 40 + ((47 - y) * 48 + x) * 4;
    return [...file.subarray(at, at + 4)];
  };
  // The stem is light, the tile beside it dark, and the corner transparent.
  expect(pixel(24, 30)[1]).toBeGreaterThan(200);
  const tile = Buffer.from(readColour('panel', 'dark').slice(1), 'hex').toReversed();
  expect(pixel(8, 30)).toEqual([...tile, 255]);
  expect(pixel(0, 0)[3]).toBe(0);
});
