/** The states of the tray can be told apart by shape, without colour. */
import { expect, test } from 'vitest';
import { drawSvg } from './draw-svg.ts';
import { trayPictureSvg, type TrayShape } from './tray-pictures.ts';
import { readColour } from './colours.ts';

/** Red, green, blue and opacity of the pixel at a point of the mark's 16 units. */
async function pixelAt(shape: TrayShape, size: number, [x, y]: readonly [number, number]): Promise<number[]> {
  const { rgba } = await drawSvg(trayPictureSvg(shape, 'dark', size));
  const at = (Math.floor((y / 16) * size) * size + Math.floor((x / 16) * size)) * 4;
  return [...rgba.subarray(at, at + 4)];
}

const bytesOf = (token: string): number[] => [...Buffer.from(readColour(token, 'dark').slice(1), 'hex'), 255];

test.each([16, 32])('at %i pixels each state has its own shape', async (size) => {
  const opacity = async (shape: TrayShape, point: readonly [number, number]): Promise<number> =>
    (await pixelAt(shape, size, point))[3] ?? -1;
  expect(await pixelAt('plain', size, [8, 10])).toEqual(bytesOf('ink'));
  expect(await opacity('plain', [1, 1])).toBe(0);
  expect(await opacity('plain', [12, 12])).toBe(0);
  expect(await pixelAt('live', size, [12, 12])).toEqual(bytesOf('live'));
  expect(await opacity('trouble', [12, 12])).toBeLessThan(60);
  expect(await opacity('trouble', [12, 9.3])).toBeGreaterThan(100);
  expect(await opacity('paused', [10.3, 12.3])).toBeGreaterThan(200);
  expect(await opacity('paused', [12, 12])).toBeLessThan(128);
  // The mark stays visible beside every sign.
  expect(await opacity('live', [4, 6.4])).toBeGreaterThan(100);
});
