/** A window that covers its screen with random letters of 14 pixels, and what is written there. */
import { expect } from '@playwright/test';
import { openAppWindow, type Environment } from '../../machine/program-window.ts';
import type { Grid, Template } from './read-letters.ts';

/** Without those that look alike in some fonts. */
const LETTERS = 'abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const CELL = { width: 16, height: 18 } as const;
const MARGIN = 20;
/** Of the cells. The rest stay empty. */
const FILLED = 0.85;

export interface LetterWindow {
  readonly written: readonly string[];
  readonly grid: Grid;
  readonly templates: readonly Template[];
  readonly close: () => Promise<void>;
}

export async function openLetterWindow(
  screen: { readonly width: number; readonly height: number },
  environment: Environment,
): Promise<LetterWindow> {
  const { page, close } = await openAppWindow('Letters', '', 'whole screen', environment);
  const place = () => page.evaluate(() => [screenX, screenY, innerWidth, innerHeight, devicePixelRatio]);
  await expect.poll(place).toEqual([0, 0, screen.width, screen.height, 1]);
  const columns = Math.floor((screen.width - 2 * MARGIN) / CELL.width);
  const rows = Math.floor((screen.height - 2 * MARGIN) / CELL.height);
  const written = Array.from({ length: rows }, () => Array.from({ length: columns }, randomLetter).join(''));
  const pictures = await page.evaluate(drawLetters, { written, letters: LETTERS, cell: CELL, margin: MARGIN });
  return {
    written,
    grid: { columns, rows, left: MARGIN, top: MARGIN, screenWidth: screen.width },
    templates: pictures.map((grey, index) => ({
      letter: LETTERS.charAt(index),
      width: CELL.width,
      height: CELL.height,
      grey: Uint8Array.from(grey),
    })),
    close,
  };
}

const randomLetter = (): string =>
  Math.random() < FILLED ? LETTERS.charAt(Math.floor(Math.random() * LETTERS.length)) : ' ';

interface Drawing {
  readonly written: readonly string[];
  readonly letters: string;
  readonly cell: { readonly width: number; readonly height: number };
  readonly margin: number;
}

/** Runs in the page. Gives the brightness of each letter's cell. */
function drawLetters({ written, letters, cell, margin }: Drawing): number[][] {
  const contextOf = (width: number, height: number): CanvasRenderingContext2D => {
    const canvas = Object.assign(document.createElement('canvas'), { width, height });
    canvas.style.cssText = 'position: fixed; inset: 0';
    const context = canvas.getContext('2d', { willReadFrequently: true });
    if (!context) throw new Error('This page has no canvas');
    context.fillStyle = 'white';
    context.fillRect(0, 0, width, height);
    context.fillStyle = 'black';
    context.font = '14px sans-serif';
    return context;
  };
  const put = (context: CanvasRenderingContext2D, letter: string, x: number, y: number): void =>
    context.fillText(letter, x + 1, y + 13);
  const screen = contextOf(innerWidth, innerHeight);
  written.forEach((line, row) =>
    line
      .split('')
      .forEach((letter, column) => put(screen, letter, margin + column * cell.width, margin + row * cell.height)),
  );
  document.body.replaceChildren(screen.canvas);
  return letters.split('').map((letter) => {
    const own = contextOf(cell.width, cell.height);
    put(own, letter, 0, 0);
    const { data } = own.getImageData(0, 0, cell.width, cell.height);
    return Array.from({ length: cell.width * cell.height }, (_pixel, index) => data[index * 4] ?? 255);
  });
}
