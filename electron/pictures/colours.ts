/**
 * Reads the colours of `look/tokens.css`, which are in OKLCH, as hex: neither resvg nor Electron
 * understands OKLCH.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export type Theme = 'dark' | 'light';

const tokens = readFileSync(join(import.meta.dirname, '../../look/tokens.css'), 'utf8');

/**
 * OKLCH to sRGB with Björn Ottosson's matrices (bottosson.github.io/posts/oklab). Lightness 0 to 1,
 * hue in degrees.
 */
export function oklchToHex(lightness: number, chroma: number, hueDegrees: number): string {
  const hue = (hueDegrees / 180) * Math.PI;
  const [a, b] = [chroma * Math.cos(hue), chroma * Math.sin(hue)];
  const l = (lightness + 0.396_337_777_4 * a + 0.215_803_757_3 * b) ** 3;
  const m = (lightness - 0.105_561_345_8 * a - 0.063_854_172_8 * b) ** 3;
  const s = (lightness - 0.089_484_177_5 * a - 1.291_485_548 * b) ** 3;
  const linear = [
    4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s,
    -1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s,
    -0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701 * s,
  ];
  return `#${linear.map((part) => toByte(part).toString(16).padStart(2, '0')).join('')}`;
}

function toByte(linear: number): number {
  const value = linear <= 0.003_130_8 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055;
  return Math.round(Math.min(1, Math.max(0, value)) * 255);
}

/** A colour that the light theme does not set is that of the dark theme. */
export function readColour(token: string, theme: Theme, css = tokens): string {
  const [dark = '', light = ''] = css.split('(prefers-color-scheme: light)');
  const pattern = new RegExp(`--${token}:\\s*oklch\\(([\\d.]+)% ([\\d.]+) ([\\d.]+)\\)`);
  const found = (theme === 'light' ? pattern.exec(light) : null) ?? pattern.exec(dark);
  if (found === null) throw new Error(`The tokens have no colour ${token}`);
  return oklchToHex(Number(found[1]) / 100, Number(found[2]), Number(found[3]));
}
