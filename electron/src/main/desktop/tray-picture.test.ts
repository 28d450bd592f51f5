import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { drawTray, markStrokes, type TrayShape } from './tray-picture.ts';

const ink = { red: 240, green: 240, blue: 240 };
const sign = { red: 220, green: 30, blue: 40 };

/** Red, green, blue and opacity of the pixel that holds a point of the mark's 16 units. */
function pixelAt(shape: TrayShape, size: number, [x, y]: readonly [number, number]): number[] {
  const pixels = drawTray({ shape, size, ink, sign });
  const at = (Math.floor((y / 16) * size) * size + Math.floor((x / 16) * size)) * 4;
  const [blue, green, red, opacity] = pixels.subarray(at, at + 4);
  return [red ?? -1, green ?? -1, blue ?? -1, opacity ?? -1];
}

test('the strokes are those of the mark', () => {
  const svg = readFileSync(join(import.meta.dirname, '../../../../look/mark.svg'), 'utf8');
  const [desk, stem] = markStrokes;
  const path = `M${desk.from.x} ${desk.from.y} ${desk.to.x} ${desk.to.y}M${stem.from.x} ${stem.from.y}v${stem.to.y - stem.from.y}`;
  expect(svg).toContain(`d="${path}"`);
});

test.each([16, 32])('at %i pixels each state has a shape of its own', (size) => {
  expect(pixelAt('plain', size, [8, 10])).toEqual([240, 240, 240, 255]);
  expect(pixelAt('plain', size, [1, 1])).toEqual([0, 0, 0, 0]);
  expect(pixelAt('plain', size, [12, 12])).toEqual([0, 0, 0, 0]);
  expect(pixelAt('live', size, [12, 12])).toEqual([220, 30, 40, 255]);
  expect(pixelAt('trouble', size, [12, 12])[3]).toBe(0);
  expect(pixelAt('trouble', size, [12, 9.3])[3]).toBeGreaterThan(100);
  expect(pixelAt('paused', size, [10.3, 12.3])[3]).toBeGreaterThan(200);
  expect(pixelAt('paused', size, [12, 12])[3]).toBeLessThan(128);
  // The mark is read beside every sign.
  expect(pixelAt('live', size, [4, 6.4])[3]).toBeGreaterThan(100);
});
