/** The output of several parts on one screen: each line begins with the name of its part. */
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { createLogger, type Logger } from 'vite';

export type Print = (line: string) => void;

export const printerFor =
  (part: string): Print =>
  (line) =>
    console.log(`${part.padEnd(9)} │ ${line}`);

export function printLines(output: Readable, print: Print): void {
  createInterface({ input: output }).on('line', print);
}

/** A logger for Vite that prints through `print`. */
export function viteLogger(print: Print): Logger {
  const logger = createLogger('info', { allowClearScreen: false });
  const printText = (text: string): void => {
    for (const line of text.split('\n')) if (line.trim() !== '') print(line);
  };
  return {
    ...logger,
    info: printText,
    warn: printText,
    warnOnce: printText,
    error: printText,
    clearScreen: () => {},
  };
}
