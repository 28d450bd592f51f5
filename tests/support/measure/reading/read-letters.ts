/**
 * Reads letters in a picture by comparing each cell of a grid with the picture of every letter that
 * may stand there. A letter counts as read only if it is clearly more like the cell than any other:
 * a blurred one is unsure.
 */

/** Brightness row by row, 0 (black) to 255. */
export interface GreyPicture {
  readonly width: number;
  readonly height: number;
  readonly grey: Uint8Array;
}

/** Where the letters stand, in pixels of the screen. Each cell is as large as a template. */
export interface Grid {
  readonly columns: number;
  readonly rows: number;
  readonly left: number;
  readonly top: number;
  /** The screen's width. The picture may be smaller than the screen. */
  readonly screenWidth: number;
}

export interface Template extends GreyPicture {
  readonly letter: string;
}

const UNSURE = '·';

/** A cell without a letter differs less than this between its darkest and brightest pixel. */
const MIN_CONTRAST = 40;
/** Correlation with the letter's own picture. */
const MIN_LIKENESS = 0.85;
/** So much less the second-best letter must be like the cell. */
const MIN_LEAD = 0.04;

/** One string for each row; a space where there is no letter, a dot where it is unsure. */
export function readLetters(picture: GreyPicture, grid: Grid, templates: readonly Template[]): readonly string[] {
  const models = templates.map(({ letter, grey }) => ({ letter, values: normalized([...grey]) }));
  const [first] = templates;
  if (!first) throw new Error('There are no templates to compare with.');
  return Array.from({ length: grid.rows }, (_row, row) =>
    Array.from({ length: grid.columns }, (_column, column) => {
      const corner = { x: grid.left + column * first.width, y: grid.top + row * first.height };
      return readCell(cellAt(picture, corner, { cell: first, scale: picture.width / grid.screenWidth }), models);
    }).join(''),
  );
}

/** The share of the letters in `written` that were read as they are. */
export function shareRead(written: readonly string[], read: readonly string[]): number {
  let [letters, right] = [0, 0];
  written.forEach((line, row) =>
    line.split('').forEach((letter, column) => {
      if (letter === ' ') return;
      letters += 1;
      if (read[row]?.[column] === letter) right += 1;
    }),
  );
  return right / letters;
}

interface Model {
  readonly letter: string;
  readonly values: readonly number[];
}

function readCell(values: readonly number[], models: readonly Model[]): string {
  if (Math.max(...values) - Math.min(...values) < MIN_CONTRAST) return ' ';
  const seen = normalized(values);
  const [best, second] = models
    .map((model) => ({ letter: model.letter, likeness: dot(seen, model.values) }))
    .toSorted((a, b) => b.likeness - a.likeness);
  if (!best || best.likeness < MIN_LIKENESS) return UNSURE;
  return best.likeness - (second?.likeness ?? 0) < MIN_LEAD ? UNSURE : best.letter;
}

/** The cell's brightness in the size of a template, interpolated where the picture is scaled. */
function cellAt(
  picture: GreyPicture,
  corner: { readonly x: number; readonly y: number },
  { cell, scale }: { readonly cell: GreyPicture; readonly scale: number },
): number[] {
  const values: number[] = [];
  for (let y = 0; y < cell.height; y += 1) {
    for (let x = 0; x < cell.width; x += 1) {
      values.push(brightnessAt(picture, (corner.x + x + 0.5) * scale - 0.5, (corner.y + y + 0.5) * scale - 0.5));
    }
  }
  return values;
}

function brightnessAt({ width, height, grey }: GreyPicture, x: number, y: number): number {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const at = (column: number, row: number): number =>
    grey[Math.min(height - 1, Math.max(0, row)) * width + Math.min(width - 1, Math.max(0, column))] ?? 0;
  const [across, down] = [x - left, y - top];
  const upper = at(left, top) * (1 - across) + at(left + 1, top) * across;
  const lower = at(left, top + 1) * (1 - across) + at(left + 1, top + 1) * across;
  return upper * (1 - down) + lower * down;
}

/** Shifted and scaled to mean 0 and length 1, so that brightness and contrast do not matter. */
function normalized(values: readonly number[]): number[] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const centred = values.map((value) => value - mean);
  const length = Math.hypot(...centred) || 1;
  return centred.map((value) => value / length);
}

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
