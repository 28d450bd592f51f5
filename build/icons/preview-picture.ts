/**
 * The picture of a link preview, `watcher-web/public/preview.png`: the mark on the window's dark
 * colour. `node build/icons/preview-picture.ts` draws it again after a change of the mark.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readColour } from '../../electron/pictures/colours.ts';
import { drawSvg, readMark } from '../../electron/pictures/draw-svg.ts';

export const previewFile = join(import.meta.dirname, '../../watcher-web/public/preview.png');

/** The shape that previews use, in pixels. */
const [WIDTH, HEIGHT] = [1200, 630];
const MARK_UNITS = 16;
const SCALE = 24;

export async function drawPreview(): Promise<Uint8Array> {
  const [left, top] = [WIDTH, HEIGHT].map((side) => (side - MARK_UNITS * SCALE) / 2);
  const { png } = await drawSvg(`<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}">
  <rect width="${WIDTH}" height="${HEIGHT}" fill="${readColour('panel', 'dark')}"/>
  <g transform="translate(${left} ${top}) scale(${SCALE})" fill="none" stroke="${readColour('ink', 'dark')}"
    stroke-width="1.6" stroke-linecap="round">
    ${readMark()}
  </g>
</svg>`);
  return png;
}

if (import.meta.main) await writeFile(previewFile, await drawPreview());
