/** Draws SVG with resvg, and reads the mark. For building and packaging only. */
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';

export interface DrawnPicture {
  readonly png: Uint8Array;
  /** Rows from the top, four bytes for each pixel: red, green, blue, alpha. */
  readonly rgba: Uint8Array;
}

let ready: Promise<void> | undefined;

/** In the size that the SVG itself has. */
export async function drawSvg(svg: string): Promise<DrawnPicture> {
  // It may be initialised only once.
  ready ??= readFile(createRequire(import.meta.url).resolve('@resvg/resvg-wasm/index_bg.wasm')).then(initWasm);
  await ready;
  const drawing = new Resvg(svg);
  const picture = drawing.render();
  const drawn = { png: picture.asPng(), rgba: picture.pixels };
  picture.free();
  drawing.free();
  return drawn;
}

/** The strokes of `look/mark.svg`, in a picture of 16 by 16 units. */
export function readMark(): string {
  const source = readFileSync(join(import.meta.dirname, '../../look/mark.svg'), 'utf8');
  const mark = /<svg[^>]*>(.*)<\/svg>/s.exec(source)?.[1];
  if (mark === undefined) throw new Error('look/mark.svg is not an SVG picture');
  return mark;
}
