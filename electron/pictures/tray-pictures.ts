/**
 * The pictures of the tray: the mark, with a dot while live, two bars while paused, a ring where
 * something is wrong.
 */
import { readColour, type Theme } from './colours.ts';
import { drawSvg, readMark } from './draw-svg.ts';

export type TrayShape = 'plain' | 'live' | 'paused' | 'trouble';

/** 16 points wide, at the resolutions that systems ask for. */
const SCALES = [1, 2, 3] as const;

/**
 * The sign of each shape, in the lower right corner of the mark's 16 units. Red is for live and
 * amber for trouble.
 */
const signs: Readonly<Record<TrayShape, (theme: Theme) => string>> = {
  plain: () => '',
  live: (theme) => `<circle cx="12" cy="12" r="3.5" fill="${readColour('live', theme)}"/>`,
  paused: (theme) => `<path d="M10 9.5v5M14 9.5v5" stroke="${readColour('ink', theme)}"/>`,
  trouble: (theme) => `<circle cx="12" cy="12" r="2.7" stroke-width="1.6" stroke="${readColour('warn', theme)}"/>`,
};

export function trayPictureSvg(shape: TrayShape, theme: Theme, pixels: number): string {
  // A gap around the sign keeps both legible at 16 pixels.
  const gap = shape === 'plain' ? '' : '<circle cx="12" cy="12" r="5.25" fill="black"/>';
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${pixels}" height="${pixels}" viewBox="0 0 16 16">
  <mask id="gap"><rect width="16" height="16" fill="white"/>${gap}</mask>
  <g fill="none" stroke-width="2" stroke-linecap="round">
    <g mask="url(#gap)" stroke="${readColour('ink', theme)}">${readMark()}</g>
    ${signs[shape](theme)}
  </g>
</svg>`;
}

/** PNG pictures in base64, one for each scale from 1. */
type ScaledPictures = readonly string[];
export type TrayPictures = Readonly<Record<Theme, Readonly<Record<TrayShape, ScaledPictures>>>>;

const drawShape = (shape: TrayShape, theme: Theme): Promise<ScaledPictures> =>
  Promise.all(
    SCALES.map(async (scale) => {
      const { png } = await drawSvg(trayPictureSvg(shape, theme, 16 * scale));
      return Buffer.from(png).toString('base64');
    }),
  );

async function drawTheme(theme: Theme): Promise<Record<TrayShape, ScaledPictures>> {
  const [plain, live, paused, trouble] = await Promise.all([
    drawShape('plain', theme),
    drawShape('live', theme),
    drawShape('paused', theme),
    drawShape('trouble', theme),
  ]);
  return { plain, live, paused, trouble };
}

export async function drawTrayPictures(): Promise<TrayPictures> {
  const [dark, light] = await Promise.all([drawTheme('dark'), drawTheme('light')]);
  return { dark, light };
}
