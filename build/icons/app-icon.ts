/** The app's icon as SVG: the mark of `look/mark.svg` on a tile in the window's dark colour. */
import { readColour } from '../../electron/pictures/colours.ts';
import { readMark } from '../../electron/pictures/draw-svg.ts';

const TILE = readColour('panel', 'dark');
const EDGE = readColour('line', 'dark');
const INK = readColour('ink', 'dark');

/** `mac`: with a margin around the tile, where macOS draws a shadow. `full`: without one. */
export type IconShape = 'mac' | 'full';

/**
 * In smaller pictures the mark fills more of the tile, since its strokes would be thinner than a
 * pixel.
 */
const SMALL_PX = 48;

/**
 * The width of the mark's own picture, and by how much its strokes are below the middle of that
 * picture.
 */
const MARK_UNITS = 16;
const MARK_LOW_BY = 0.9;
const UNITS = 1024;

export function appIconSvg(px: number, shape: IconShape): string {
  // Apple's grid: a tile of 824 units in a picture of 1024.
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
    ${readMark()}
  </g>
</svg>`;
}
