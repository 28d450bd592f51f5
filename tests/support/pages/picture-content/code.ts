/** An editor: code is typed and scrolled, another file is opened, and a terminal prints lines. */
import { seeded } from '../../../../renderer/src/seeded.fixture.ts';
import { contextOf, progress, type Content, type Context, type Size } from './content.ts';

const FRAMES = 180;
const LINE = 20;
const FONT = '15px monospace';
const SIDEBAR = 300;
const TOP = 36;
const TERMINAL = 240;
/** Of a file. */
const LINES = 145;
/** A letter every two frames. */
const FRAMES_A_LETTER = 2;

const colours = { plain: '#d4d4d4', keyword: '#569cd6', name: '#9cdcfe', text: '#ce9178', comment: '#6a9955' } as const;
const keywords = ['const', 'return', 'if', 'for', 'await', 'export', 'readonly', 'private', 'type', 'import'];
const names = ['link', 'layer', 'frame', 'clock', 'watcher', 'encoder', 'offset', 'sender', 'track', 'round', 'state'];
const signs = [' = ', '.', '(', ') ', ' => ', ', ', ' ?? ', ': ', '; ', ' < ', ' + '];

type Piece = readonly [text: string, colour: string];

interface Typing {
  /** Frames since its first letter. */
  readonly sinceFrames: number;
  /** The line on screen. */
  readonly row: number;
  readonly pieces: readonly Piece[];
}

function lineOf(random: () => number): readonly Piece[] {
  const one = (of: readonly string[]): string => of[Math.floor(random() * of.length)] ?? '';
  const kind = random();
  if (kind < 0.12) return [];
  const indent: Piece = ['  '.repeat(Math.floor(random() * 5)), colours.plain];
  if (kind < 0.22) return [indent, [`// ${Array.from({ length: 9 }, () => one(names)).join(' ')}`, colours.comment]];
  const words = Array.from({ length: 3 + Math.floor(random() * 6) }, (): readonly Piece[] => [
    [one(names), random() < 0.2 ? colours.text : colours.name],
    [one(signs), colours.plain],
  ]);
  return [indent, [`${one(keywords)} `, colours.keyword], ...words.flat()];
}

function drawPieces(context: Context, pieces: readonly Piece[], left: number, baseline: number): void {
  let x = left;
  context.font = FONT;
  for (const [text, colour] of pieces) {
    context.fillStyle = colour;
    context.fillText(text, x, baseline);
    x += context.measureText(text).width;
  }
}

/** All lines of a file, drawn once. */
function fileOf(width: number, seed: number): OffscreenCanvas {
  const random = seeded(seed);
  const context = contextOf({ width, height: LINES * LINE });
  context.fillStyle = '#1e1e1e';
  context.fillRect(0, 0, width, LINES * LINE);
  for (let line = 0; line < LINES; line += 1) {
    drawPieces(context, [[String(line + 1).padStart(4), '#858585']], 10, line * LINE + 15);
    drawPieces(context, lineOf(random), 70, line * LINE + 15);
  }
  return context.canvas;
}

export function codeOf({ width, height }: Size): Content {
  const files = [fileOf(width - SIDEBAR, 1), fileOf(width - SIDEBAR, 2)] as const;
  const random = seeded(3);
  const [typed, printed] = [
    Array.from({ length: 3 }, () => lineOf(() => 0.25 + random() * 0.7)),
    Array.from(
      { length: 60 },
      (_, line) => `✓ ${String(line * 37)} ${names[line % names.length] ?? ''} keeps its timeline`,
    ),
  ];
  const area: Size = { width: width - SIDEBAR, height: height - TOP - TERMINAL };

  const drawTyped = (context: Context, { sinceFrames, row, pieces }: Typing): void => {
    const letters = Math.floor(sinceFrames / FRAMES_A_LETTER);
    if (letters < 0) return;
    const y = TOP + row * LINE;
    context.fillStyle = '#282828';
    context.fillRect(SIDEBAR + 70, y, area.width - 70, LINE);
    let rest = letters;
    const shown = pieces.map(([text, colour]): Piece => {
      const part = text.slice(0, Math.max(0, rest));
      rest -= text.length;
      return [part, colour];
    });
    drawPieces(context, shown, SIDEBAR + 70, y + 15);
    if (sinceFrames % 16 < 8) {
      context.fillStyle = '#aeafad';
      context.fillRect(
        SIDEBAR + 70 + context.measureText(shown.map(([text]) => text).join('')).width,
        y + 1,
        2,
        LINE - 2,
      );
    }
  };

  return {
    frames: FRAMES,
    draw(context, number) {
      const second = number >= 120;
      context.fillStyle = '#252526';
      context.fillRect(0, 0, width, height);
      context.fillStyle = '#333';
      context.fillRect(SIDEBAR, 0, area.width, TOP);
      context.font = '14px sans-serif';
      for (let entry = 0; entry < 30; entry += 1) {
        context.fillStyle = entry === (second ? 9 : 4) ? '#fff' : '#aaa';
        const name = `${names[entry % names.length] ?? ''}-${names[(entry * 7) % names.length] ?? ''}.ts`;
        context.fillText(name, 24 + (entry % 4) * 8, 60 + entry * 24);
      }
      const offset = second
        ? 0
        : Math.round(30 * LINE * progress(number, 45, 60) + 70 * LINE * progress(number, 100, 115));
      context.drawImage(
        files[second ? 1 : 0],
        0,
        offset,
        area.width,
        area.height,
        SIDEBAR,
        TOP,
        area.width,
        area.height,
      );
      if (number < 45) drawTyped(context, { sinceFrames: number - 4, row: 12, pieces: typed[0] ?? [] });
      else if (number >= 64 && number < 100)
        drawTyped(context, { sinceFrames: number - 64, row: 20, pieces: typed[1] ?? [] });
      else if (number >= 128) drawTyped(context, { sinceFrames: number - 128, row: 8, pieces: typed[2] ?? [] });
      context.fillStyle = '#181818';
      context.fillRect(SIDEBAR, height - TERMINAL, area.width, TERMINAL);
      const first = Math.floor(Math.max(0, number - 150) / 3);
      printed.slice(first, first + 11).forEach((line, row) => {
        drawPieces(context, [[line, '#ccc']], SIDEBAR + 16, height - TERMINAL + 18 + row * LINE);
      });
    },
  };
}
