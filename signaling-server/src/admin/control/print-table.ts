/**
 * Prints rows in columns. Names and titles are written by others: nothing in them moves the cursor.
 */
import type { Output } from '../command.ts';
import { plainName } from '../key-lines.ts';

type Cell = string | number;

export function printTable({ out }: Output, head: readonly string[], rows: readonly (readonly Cell[])[]): void {
  const lines = [head, ...rows.map((row) => row.map((cell) => plainName(String(cell))))];
  const widths = head.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  for (const line of lines) {
    const cells = line.map((cell, column) => cell.padEnd(widths[column] ?? 0));
    out(cells.join('  ').trimEnd());
  }
}
