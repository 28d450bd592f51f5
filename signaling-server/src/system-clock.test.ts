/** A failing timer does not stop the others. */
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { startClock } from './system-clock.ts';

test('a timer that fails is logged, and the others still run', async () => {
  const lines: string[] = [];
  const clock = startClock(pino({ base: null }, { write: (line) => void lines.push(line) }));
  clock.after(0, () => {
    throw new Error('a bug');
  });
  await new Promise<void>((resolve) => void clock.after(1, resolve));
  clock.stop();
  expect(lines.map((line) => (JSON.parse(line) as { msg: string }).msg)).toEqual(['timer failed']);
});
