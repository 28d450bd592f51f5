/** The app's icon as a drawing: the mark of `look/mark.svg`, in ink, on a quiet tile in the colour of the stage. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The stage, as the window has it before its first paint, and the ink and lines of `look/tokens.css` on it. */
const TILE = '#0e1013';
const EDGE = '#30343b';
const INK = '#f3f4f6';

/** How much of the picture the tile takes: macOS keeps a margin for its shadow, the others none. */
export type IconShape = 'mac' | 'full';

/** Below this many pixels the mark fills more of the tile, or its strokes would be thinner than a pixel. */
const SMALL_PX = 48;

/** The mark's own drawing is 16 wide; what it shows has its middle lower than the drawing's. */
const MARK_UNITS = 16;
const MARK_LOW_BY = 0.9;
const UNITS = 1024;

export function appIconSvg(px: number, shape: IconShape): string {
  const source = readFileSync(join(import.meta.dirname, '../../look/mark.svg'), 'utf8');
  const mark = /<svg[^>]*>(.*)<\/svg>/s.exec(source)?.[1];
  if (mark === undefined) throw new Error('look/mark.svg is not a drawing');
  // Apple's grid: a tile of 824 in a picture of 1024.
  const margin = shape === 'mac' ? 100 : 0;
  const tile = UNITS - 2 * margin;
  const radius = tile * 0.225;
  const scale = (tile * (px < SMALL_PX ? 0.86 : 0.68)) / MARK_UNITS;
  const inset = (UNITS - MARK_UNITS * scale) / 2;
  const edge = px < SMALL_PX ? 0 : 6;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${px}" height="${px}" viewBox="0 0 ${UNITS} ${UNITS}">
  <rect x="${margin + edge / 2}" y="${margin + edge / 2}" width="${tile - edge}" height="${tile - edge}" rx="${radius}"
    fill="${TILE}" stroke="${EDGE}" stroke-width="${edge}"/>
  <g transform="translate(${inset} ${inset - MARK_LOW_BY * scale}) scale(${scale})" fill="none" stroke="${INK}"
    stroke-width="${px < SMALL_PX ? 2 : 1.6}" stroke-linecap="round">
    ${mark}
  </g>
</svg>`;
}
