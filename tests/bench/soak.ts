/**
 * Measures how much memory the app's page takes over a broadcast in which nothing fails: it
 * records, two watchers stay, and one after the other comes and leaves after eight seconds.
 * `--minutes 9`. (`recover --soak` measures what failures leave behind, over hours.)
 */
import { parseArgs } from 'node:util';
import { setTimeout as pause } from 'node:timers/promises';
import { readProcessMemory, readRegions } from '../support/machine/process-memory.ts';
import { openBroadcast } from './soak/open-broadcast.ts';

/** By then the first pictures have been sent, and the page holds what it needs. */
const START_MS = 30_000;
const VISIT_MS = 8_000;
const READ_EVERY_MS = 15_000;
/** What must be reached at the end. */
const LIMITS = { growth: 1.25, mb: 600 };
/** So many groups of memory regions are printed. */
const SHOWN_REGIONS = 12;

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '9' } },
});
const endMs = Number(values.minutes) * 60_000;
const print = (line: string): void => console.error(line);
const round = (mb: number): number => Math.round(mb);

const broadcast = await openBroadcast();
try {
  const { pagePid } = broadcast;
  const beganMs = performance.now();
  const elapsedMs = (): number => performance.now() - beganMs;
  const read = async (): Promise<number> => {
    const { all, own, shared } = await readProcessMemory(pagePid);
    print(
      `${String(round(elapsedMs() / 1_000))} s: ${String(round(all))} MB, ` +
        `${String(round(own))} its own, ${String(round(shared))} shared`,
    );
    return round(all);
  };
  const printRegions = async (): Promise<void> => {
    for (const { kind, kb, count, mb } of (await readRegions(pagePid)).slice(0, SHOWN_REGIONS))
      print(`  ${String(round(mb))} MB in ${String(count)} ${kind} regions of ${String(kb)} KB`);
  };

  let visitors = 0;
  const visiting = (async (): Promise<void> => {
    while (elapsedMs() < endMs) {
      await broadcast.visit(VISIT_MS);
      visitors += 1;
    }
  })();
  await pause(START_MS - elapsedMs());
  const start = await read();
  await printRegions();
  while (elapsedMs() + READ_EVERY_MS < endMs) {
    await pause(READ_EVERY_MS);
    await read();
  }
  await visiting;
  const end = await read();
  await printRegions();
  const isReached = end <= start * LIMITS.growth && end <= LIMITS.mb;
  print(
    `${String(visitors)} watchers came and left; ${isReached ? 'reached' : 'NOT reached'}: at the end at most ` +
      `${String(LIMITS.growth)} times the start, and ${String(LIMITS.mb)} MB`,
  );
  console.log(JSON.stringify({ pssMb: { start, end } }));
} finally {
  await broadcast.close();
}
