/** Output of several parts on one screen: each line says whose it is. */
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { createLogger, type Logger } from 'vite';

export type Voice = (line: string) => void;

export const voiceOf =
  (part: string): Voice =>
  (line) =>
    console.log(`${part.padEnd(9)} │ ${line}`);

export function showLines(output: Readable, say: Voice): void {
  createInterface({ input: output }).on('line', say);
}

/** Vite's own logger, speaking with the part's voice. */
export function viteLogger(say: Voice): Logger {
  const logger = createLogger('info', { allowClearScreen: false });
  const tell = (text: string): void => {
    for (const line of text.split('\n')) if (line.trim() !== '') say(line);
  };
  return { ...logger, info: tell, warn: tell, warnOnce: tell, error: tell, clearScreen: () => {} };
}
