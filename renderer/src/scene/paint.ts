/**
 * Draws the camera over the screen, the slate, and the card that is shown without a source. Works
 * on any canvas.
 */
import { MARK_PATH } from '../mark.ts';
import type { CameraInset } from '@lectern/bridge';
import type { SourcePicture } from './composed-source.ts';
import { containBox, coverCrop, insetBox } from './geometry.ts';
import type { Size, SlateContent } from './scene-layout.ts';

/** What the contexts of canvases have in common in the page and in a worker. */
export type Context2d = Omit<OffscreenCanvasRenderingContext2D, 'canvas'>;
export type Paint = (context: Context2d, size: Size) => void;

export const SLATE_SIZE: Size = { width: 1280, height: 720 };

/** Copies of tokens in `look/tokens.css`, which a worker cannot read. */
const STAGE = '#0c0e12';
const INK = '#f2f3f5';
const INK_QUIET = '#a3a7b0';
const SCRIM = 'rgb(8 10 14 / 0.6)';
const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif";
/** Corner radius of a square inset, as a fraction of its side. */
const CORNER = 0.06;

type Drawable = SourcePicture<CanvasImageSource>;

/**
 * Fills the canvas with the picture, which has its shape. Below half its size, pixels would be
 * skipped without mipmaps; above, mipmaps would only blur text.
 */
export function paintWhole(context: Context2d, size: Size, { image, size: own }: Drawable): void {
  context.imageSmoothingQuality = size.width < own.width / 2 ? 'medium' : 'low';
  context.drawImage(image, 0, 0, size.width, size.height);
}

export function paintBoth(
  context: Context2d,
  picture: Size,
  sources: { screen: Drawable; camera: Drawable; inset: CameraInset },
): void {
  const { screen, camera, inset } = sources;
  paintWhole(context, picture, screen);
  const box = insetBox(inset, picture);
  const crop = coverCrop(camera.size, box);
  context.save();
  context.beginPath();
  context.roundRect(box.x, box.y, box.width, box.height, inset.shape === 'round' ? box.width / 2 : box.width * CORNER);
  context.clip();
  context.drawImage(camera.image, crop.x, crop.y, crop.width, crop.height, box.x, box.y, box.width, box.height);
  context.restore();
}

/** Draws the picture, the text, or both; `defaultText` where there is neither. */
export function paintSlate(
  context: Context2d,
  size: Size,
  { text, picture, defaultText }: SlateContent & { readonly defaultText: string },
): void {
  paintStage(context, size);
  if (picture) {
    const box = containBox(picture, size);
    context.drawImage(picture, box.x, box.y, box.width, box.height);
  }
  const words = text.trim();
  if (picture && words === '') return;
  const lines = linesOf(context, words === '' ? defaultText : words, { size, px: 72 });
  if (picture) paintBand(context, size, lines.length * 90 + 48);
  else paintMark(context, size, size.height / 2 - lines.length * 45 - 76);
  const middle = picture ? size.height - (lines.length * 90 + 48) / 2 : size.height / 2;
  drawLines(context, lines, { size, middle, px: 72, ink: INK });
}

/** Says which source is missing. Quieter than a slate. */
export function paintCard(context: Context2d, size: Size, words: string): void {
  paintStage(context, size);
  drawLines(context, linesOf(context, words, { size, px: 44 }), {
    size,
    middle: size.height / 2,
    px: 44,
    ink: INK_QUIET,
  });
}

function paintStage(context: Context2d, { width, height }: Size): void {
  context.fillStyle = STAGE;
  context.fillRect(0, 0, width, height);
}

function paintBand(context: Context2d, size: Size, height: number): void {
  context.fillStyle = SCRIM;
  context.fillRect(0, size.height - height, size.width, height);
}

/** Draws Lectern's mark, four pixels for each unit of its grid. */
function paintMark(context: Context2d, size: Size, top: number): void {
  context.save();
  context.translate(size.width / 2 - 32, top);
  context.scale(4, 4);
  context.strokeStyle = INK_QUIET;
  context.lineWidth = 2;
  context.lineCap = 'round';
  context.stroke(new Path2D(MARK_PATH));
  context.restore();
}

interface TextStyle {
  readonly size: Size;
  /** Vertical middle of all lines. */
  readonly middle: number;
  readonly px: number;
  readonly ink: string;
}

function drawLines(context: Context2d, lines: readonly string[], { size, middle, px, ink }: TextStyle): void {
  context.font = fontOf(px);
  context.fillStyle = ink;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  const step = px * 1.25;
  lines.forEach((line, index) => {
    context.fillText(line, size.width / 2, middle + (index - (lines.length - 1) / 2) * step, size.width * 0.9);
  });
}

const fontOf = (px: number): string => `600 ${String(px)}px ${FONT}`;

/**
 * Breaks between words into at most four lines. A line that is still too wide is squeezed when it
 * is drawn.
 */
function linesOf(context: Context2d, text: string, { size, px }: Pick<TextStyle, 'size' | 'px'>): string[] {
  context.font = fontOf(px);
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    const longer = `${last ?? ''} ${word}`;
    if (last === undefined) lines.push(word);
    else if (lines.length === 4 || context.measureText(longer).width <= size.width * 0.8)
      lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
