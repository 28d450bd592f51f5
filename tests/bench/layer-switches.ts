/**
 * Counts what random switches among the three layers cost one watcher, beside a watcher that
 * switches nothing: requests for key frames, freezes, and pictures that do not come. `--encoders 12
 * --switches 30 --seed 7`: encoder instances, each of which begins its streams at random, and
 * switches of each. In both runtimes.
 */
import { parseArgs } from 'node:util';
import { seeded } from '../../renderer/src/seeded.fixture.ts';
import { bothRuntimes } from '../support/drive/both-runtimes.ts';
import { serveEnginePage } from '../support/drive/engine-page.ts';
import { switchLayers, type LayerSwitches } from '../support/measure/layer-switches.ts';
import { sum } from '../support/measure/statistics.ts';

const { values } = parseArgs({
  options: {
    encoders: { type: 'string', default: '12' },
    switches: { type: 'string', default: '30' },
    seed: { type: 'string', default: '7' },
  },
});

/** Gaps over 300 ms that the watcher beside does not show as well. */
const stallsIn = ({ own, beside }: LayerSwitches): number =>
  own.gapsMs.filter((gapMs, index) => gapMs >= 300 && gapMs > 2 * (beside.gapsMs[index] ?? 0)).length;

function figuresOf(all: readonly LayerSwitches[]) {
  const tookMs = all.flatMap((one) => one.tookMs.flatMap((ms) => ms ?? [])).toSorted((a, b) => a - b);
  return {
    encoders: all.length,
    switches: sum(all.map((one) => one.tookMs.length)),
    keyFrameRequests: {
      own: sum(all.map(({ own }) => own.keyFrameRequests)),
      beside: sum(all.map(({ beside }) => beside.keyFrameRequests)),
    },
    freezes: { own: sum(all.map(({ own }) => own.freezes)), beside: sum(all.map(({ beside }) => beside.freezes)) },
    stalls: sum(all.map(stallsIn)),
    unseen: sum(all.map((one) => one.tookMs.filter((ms) => ms === null).length)),
    tookMs: { p50: tookMs[Math.floor(tookMs.length / 2)], most: tookMs.at(-1) },
  };
}

const served = await serveEnginePage();
const runtimes: Record<string, ReturnType<typeof figuresOf>> = {};
try {
  for (const [name, { open }] of Object.entries(bothRuntimes)) {
    const runtime = await open(served.origin);
    const random = seeded(Number(values.seed));
    const all: LayerSwitches[] = [];
    for (let encoder = 0; encoder < Number(values.encoders); encoder += 1) {
      const switches = await switchLayers(runtime.page, Number(values.switches), random);
      console.error(JSON.stringify({ name, encoder, ...switches }));
      all.push(switches);
    }
    runtimes[name] = figuresOf(all);
    await runtime.close();
  }
  console.log(JSON.stringify({ runtimes }));
} finally {
  await served.close();
}
