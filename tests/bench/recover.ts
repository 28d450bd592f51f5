/**
 * Brings about each failure that a broadcast has to survive, again and again, and measures how long
 * a watcher is without a decoded frame. Needs root. Options: `--runs 20`, `--only
 * service-away,blackout`; `loss` among them is a line that loses a tenth of its packets. `--soak
 * 60`: instead, so many minutes of random failures, and how delay and memory grow.
 */
import { parseArgs } from 'node:util';
import {
  appFailures,
  fullDurations,
  pageFailures,
  type Failure,
  type FailureName,
} from '../support/measure/recover/failures.ts';
import { measureFailure, type Recovery } from '../support/measure/recover/measure-failure.ts';
import type { PresenterEnd } from '../support/measure/recover/presenter-ends.ts';
import {
  lackingForNetworks,
  openAppStage,
  openPageStage,
  type StageOf,
} from '../support/measure/recover/recovery-stage.ts';
import { measureLoss } from './recover/loss.ts';
import { PATIENCE_MS } from '../support/measure/recover/wholeness.ts';
import { soak } from './recover/soak.ts';
import { resultOf, tableOf, type FailureResult, type Row } from './recover/results.ts';
import { versionsOf } from './recover/versions.ts';

/** The service does not accept less than 60 as a setting; nothing but the wait depends on it. */
const TURN_TTL_S = 20;

const print = (line: string): void => console.error(line);

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '20' }, only: { type: 'string' }, soak: { type: 'string' } },
});
const runs = Number(values.runs);
const only = values.only?.split(',');
const known = [...Object.keys(pageFailures), ...Object.keys(appFailures), 'loss'];
const unknown = only?.find((name) => !known.includes(name));
const names = known.join(', ');
if (unknown !== undefined) throw new Error(`No such failure: ${unknown}. There are ${names}.`);
const lacking = lackingForNetworks();
if (lacking.length > 0) throw new Error(`Needs ${lacking.join(', ')}.`);

const results: Partial<Record<FailureName, FailureResult>> = {};
const rows: Row[] = [];
const versions = new Set<string>();

/** Watchers who find no picture before a failure have been left behind by the one before. */
function notEvenBegun(error: unknown): Recovery {
  return { gapMs: PATIENCE_MS, controlGapMs: 0, missing: [String(error)], wholeAfterMs: PATIENCE_MS };
}

async function measureAll<Presenter extends PresenterEnd>(
  open: (turnTtlS: number) => Promise<StageOf<Presenter>>,
  failures: Readonly<Partial<Record<FailureName, Failure<Presenter>>>>,
): Promise<void> {
  const wanted = Object.entries(failures).filter(([name]) => only === undefined || only.includes(name));
  if (wanted.length === 0) return;
  const stage = await open(TURN_TTL_S);
  try {
    for (const version of await versionsOf(stage)) versions.add(version);
    for (const [name, failure] of wanted) {
      const recoveries: Recovery[] = [];
      for (let run = 1; run <= runs; run += 1) {
        const recovery = await measureFailure(stage, failure, fullDurations).catch(notEvenBegun);
        recoveries.push(recovery);
        const { gapMs, controlGapMs, missing, wholeAfterMs } = recovery;
        const isWhole = missing.length === 0;
        const end = isWhole ? `whole again after ${String(wholeAfterMs)} ms` : `NOT RECOVERED: ${missing.join('; ')}`;
        print(`${name} ${String(run)}: gap ${String(gapMs)} ms, control ${String(controlGapMs)} ms, ${end}`);
      }
      const result = resultOf(recoveries);
      results[name as FailureName] = result;
      rows.push({ words: failure.words, limitMs: failure.limitMs(fullDurations), result });
    }
  } finally {
    await stage.close();
  }
}

if (values.soak !== undefined) {
  const stage = await openPageStage(TURN_TTL_S);
  try {
    print((await versionsOf(stage)).join(', '));
    console.log(JSON.stringify({ soak: await soak(stage, Number(values.soak) * 60_000, print) }));
  } finally {
    await stage.close();
  }
} else {
  await measureAll(openPageStage, pageFailures);
  await measureAll(openAppStage, appFailures);
  const loss = only === undefined || only.includes('loss') ? await measureLoss(runs, print) : undefined;
  print([...versions].join(', '));
  print(tableOf(rows));
  console.log(JSON.stringify({ failures: results, loss }));
}
