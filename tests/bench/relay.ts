/**
 * Measures the relay on the real Janus: a room that moves there and back, the first picture of a
 * newcomer, what a watcher costs Janus and the service, and how soon a room is whole after each of
 * its parts has been killed. `--only handover,firstFrame,capacity,service,recovery` or one failure,
 * such as `edgeKilled`; `--runs 3`; `--watchers 20`, of whom `--decoding 4` decode; `--receivers
 * 25,100`; `--relayWatchers 1000`; `--seconds 10` for each reading. A figure is null where it was
 * not measured, or the machine was full.
 */
import { parseArgs } from 'node:util';
import { startBusy } from '../support/machine/process-tree.ts';
import { measureWatcherCost, type WatcherCost } from '../support/measure/relay/capacity.ts';
import { percentile } from '../support/measure/statistics.ts';
import { measureFirstFrames } from './relay/first-frame.ts';
import { measureHandover } from './relay/handover.ts';
import { failures, measureRecovery } from './relay/recovery.ts';
import { measureServiceShare } from './relay/service-share.ts';

/** The targets. */
const limits = {
  handover: { gapMsP95: 50, gapMsMax: 150, uplinkPeak: 1.15, lost: 0 },
  firstFrameRatio: 1.3,
  watchersPerCore: 200,
  ofBareMountpoint: 0.85,
  recovery: { edgeKilledMsP95: 3_000, originKilledMsP95: 3_000, serviceRestartedGapMs: 0, ownerKilledGapMs: 0 },
  serviceCpuPct: 5,
};

const parts = ['handover', 'firstFrame', 'capacity', 'service', 'recovery'] as const;
const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    runs: { type: 'string', default: '3' },
    watchers: { type: 'string', default: '20' },
    decoding: { type: 'string', default: '4' },
    receivers: { type: 'string', default: '25,100' },
    relayWatchers: { type: 'string', default: '1000' },
    seconds: { type: 'string', default: '10' },
  },
});
const only = values.only?.split(',');
const known: readonly string[] = [...parts, ...failures];
const unknown = only?.find((name) => !known.includes(name));
if (unknown !== undefined) throw new Error(`No such part: ${unknown}. There are ${known.join(', ')}.`);
const isWanted = (...names: readonly string[]): boolean =>
  only === undefined || names.some((name) => only.includes(name));

const print = (line: string): void => console.error(line);
const runs = Number(values.runs);
const ms = Number(values.seconds) * 1_000;
const decoding = Number(values.decoding);

/** What one part cannot measure costs the others nothing. */
async function attempt<T>(what: string, measure: () => Promise<T>): Promise<T | null> {
  try {
    return await measure();
  } catch (error) {
    print(`${what} was not measured: ${String(error)}`);
    return null;
  }
}

async function measureCapacity(): Promise<{ readonly relay: WatcherCost | null; readonly bare: WatcherCost | null }> {
  const costs: { readonly relay: WatcherCost[]; readonly bare: WatcherCost[] } = { relay: [], bare: [] };
  const options = { counts: values.receivers.split(',').map(Number), ms, print };
  for (let run = 1; run <= runs; run += 1) {
    for (const kind of ['relay', 'bare'] as const) {
      const cost = await attempt(`the cost of a watcher (${kind})`, () => measureWatcherCost(kind, options));
      if (cost !== null) costs[kind].push(cost);
    }
  }
  const medianOf = (all: readonly WatcherCost[]): WatcherCost | null =>
    all.length === 0
      ? null
      : {
          watchersPerCore: percentile(
            all.map(({ watchersPerCore }) => watchersPerCore),
            50,
          ),
          kbPerWatcher: percentile(
            all.map(({ kbPerWatcher }) => kbPerWatcher),
            50,
          ),
        };
  return { relay: medianOf(costs.relay), bare: medianOf(costs.bare) };
}

const ratioOf = (of: keyof WatcherCost, { relay, bare }: Awaited<ReturnType<typeof measureCapacity>>): number | null =>
  relay === null || bare === null ? null : relay[of] / bare[of];

const busy = await startBusy();
const audience = { decoding, light: Number(values.watchers) - decoding };
const moved = isWanted('handover')
  ? await attempt('the hand-over', () => measureHandover({ runs, ms, audience, print }))
  : null;
const firstFrameMs = isWanted('firstFrame')
  ? await attempt('the first picture', () => measureFirstFrames(runs, print))
  : null;
const capacity = isWanted('capacity') ? await measureCapacity() : { relay: null, bare: null };
const service = isWanted('service')
  ? await attempt('the service’s share', () =>
      measureServiceShare({ watchers: Number(values.relayWatchers), ms, print }),
    )
  : null;
const recovery: Record<string, number | null> = {};
for (const name of failures) {
  const figure = name === 'edgeKilled' || name === 'originKilled' ? `${name}MsP95` : `${name}GapMs`;
  const measured = isWanted('recovery', name)
    ? await attempt(name, () => measureRecovery(name, { runs, print }))
    : null;
  recovery[figure] = measured;
}

print(`limits ${JSON.stringify(limits)}`);
const round = (_key: string, value: unknown): unknown =>
  typeof value === 'number' ? Math.round(value * 100) / 100 : value;
console.log(
  JSON.stringify(
    {
      handover: moved?.handover ?? null,
      firstFrameMs,
      watchersPerCore: capacity.relay?.watchersPerCore ?? null,
      kbPerWatcher: capacity.relay?.kbPerWatcher ?? null,
      ofBareMountpoint: {
        watchersPerCore: ratioOf('watchersPerCore', capacity),
        kbPerWatcher: ratioOf('kbPerWatcher', capacity),
      },
      service,
      presenterCpuPct: moved?.presenterCpuPct ?? null,
      recovery,
      machineBusyPct: await busy(),
    },
    round,
  ),
);
// What a part that failed has left open must not keep the process.
process.exit(0);
