/**
 * Measures what each further watcher costs the presenter and what every watcher gets: with one
 * encoder for all and with one for each, over the same growing audience, and beside it what a bare
 * page pays for ordinary links. `--counts 1,8` `--seconds 10` `--decoding 1` `--ways once,each`
 * `--electron`.
 */
import { parseArgs } from 'node:util';
import { defaultSettings } from '../../bridge/src/settings-schema.ts';
import type { Sending } from '../support/drive/start-presenter.ts';
import { measureBareLinks } from '../support/measure/fanout/bare-links.ts';
import {
  isWhole,
  measureAudience,
  settle,
  type AudienceFigures,
  type Circumstances,
} from '../support/measure/fanout/measure-audience.ts';
import { onStage, type Stage } from '../support/measure/fanout/stage.ts';
import { slope } from '../support/measure/statistics.ts';

const SETTLE_MS = 60_000;
const BARE_COUNTS = [1, 2, 3];
/** Above this, frames wait for a processor, and nothing that is measured is the presenter's. */
const FULL_PCT = 97;
/** A link may be renewed at any time. A measurement without one comes soon. */
const TRIES = 3;
const MOST_DECODING = 3;

const { values } = parseArgs({
  options: {
    counts: { type: 'string' },
    seconds: { type: 'string', default: '10' },
    decoding: { type: 'string', default: '1' },
    ways: { type: 'string', default: 'once,each' },
    electron: { type: 'boolean', default: false },
  },
});
const counts = (values.counts ?? (values.electron ? '8' : '1,4,8,16,32')).split(',').map(Number);
const ms = Number(values.seconds) * 1000;
const decoding = Math.min(MOST_DECODING, Number(values.decoding));
const ways = (['once', 'each'] as const).filter((way) => values.ways.split(',').includes(way));
const names: Readonly<Record<Sending, string>> = { once: 'encode once', each: 'ordinary' };
const say = (line: string): void => console.error(line);

type Results = ReadonlyMap<number, AudienceFigures>;

function describe(figures: AudienceFigures, found: Circumstances): string {
  const { presenter, decoding: decoders, light } = found.processors;
  const { worst } = figures;
  const concealed =
    found.worstConcealedPct === null ? '' : `, ${found.worstConcealedPct.toFixed(2)} % of sound concealed`;
  return [
    `presenter ${presenter.toFixed(1)} % of a core with ${found.encodersAtWork} encoders at work`,
    `worst ${worst.width} wide, ${worst.fps} fps, ${worst.kbps} kbit/s, ${worst.audioLossPct} % of sound lost${concealed}`,
    `${figures.freezes} freezes, ${found.keyFrameRequestsPerSecond.toFixed(2)} key frame requests a second`,
    `watchers that decode ${decoders.toFixed(0)} %, light ones ${light.toFixed(0)} %, machine ${figures.machineBusyPct.toFixed(0)} % busy`,
  ].join('; ');
}

interface Measured {
  /** Null where the machine was full, or links were renewed each time. */
  readonly figures: AudienceFigures | null;
  /** Whether this way carries a larger audience. */
  readonly goesOn: boolean;
}

async function measureAt(stage: Stage, way: Sending, count: number): Promise<Measured> {
  await stage.growTo(count);
  const { settled, afterMs, whole } = await settle(stage, SETTLE_MS);
  const after = `after ${Math.round(afterMs / 1000)} s`;
  say(`  ${count}: ${settled ? 'all' : `only ${whole}`} have the whole picture and sound ${after}`);
  for (let attempt = 1; attempt <= TRIES; attempt += 1) {
    const { figures, circumstances } = await measureAudience(stage, ms);
    say(`  ${count}: ${describe(figures, circumstances)}`);
    if (circumstances.renewedLinks > 0) {
      say(`  ${count}: ${circumstances.renewedLinks} links were renewed meanwhile, so it is measured again`);
      continue;
    }
    const goesOn = way === 'once' || isWhole(figures);
    if (figures.machineBusyPct < FULL_PCT) return { figures, goesOn };
    say(`  ${count}: the machine was full, so this is no figure of the presenter`);
    return { figures: null, goesOn };
  }
  return { figures: null, goesOn: true };
}

async function measureWay(way: Sending): Promise<Results> {
  if (way === 'once' && !('sending' in defaultSettings)) {
    say(`${names[way]}: this presenter has no setting for it, so it is not measured`);
    return new Map();
  }
  const runtime = values.electron ? 'electron' : 'chromium';
  say(`${names[way]}, presenter in ${runtime}:`);
  const results = new Map<number, AudienceFigures>();
  await onStage({ sending: way, runtime, decoding }, async (stage) => {
    for (const count of counts) {
      const { figures, goesOn } = await measureAt(stage, way, count);
      if (!goesOn) {
        say(`  ${names[way]} does not give ${count} watchers 1280×720 at 29 fps; larger audiences are not tried`);
        return;
      }
      if (figures !== null) results.set(count, figures);
    }
  });
  return results;
}

/** Only counts at which every watcher gets the whole picture are used. */
function perWatcher(results: Results | undefined): number | null {
  const points = [...(results ?? [])].filter(([, figures]) => isWhole(figures));
  const cpuPct = slope(points.map(([count, { presenterCpuPct }]) => [count, presenterCpuPct]));
  return cpuPct === null ? null : Number(cpuPct.toFixed(2));
}

say(`${decoding} of the watchers run the real page and decode; freezes are counted there.`);
say(
  'The others receive, acknowledge and ask again as Chromium does (DTLS, SRTP, transport-cc, receiver reports, NACK); their',
);
say(
  'complete frames are counted and then replaced by a tiny one, so that decoding costs nothing; sound is received, not decoded.',
);
const bare = await measureBareLinks(BARE_COUNTS, ms);
for (const [links, { presenterCpuPct, machineBusyPct }] of bare) {
  say(`a bare page with ${links} links: ${presenterCpuPct} % of a core, machine ${machineBusyPct} % busy`);
}
const results = new Map<Sending, Results>();
for (const way of ways) results.set(way, await measureWay(way));
const [once, each] = [results.get('once'), results.get('each')];
const perWatcherCpuPct = { encodeOnce: perWatcher(once), ordinary: perWatcher(each) };
if (perWatcherCpuPct.encodeOnce !== null && perWatcherCpuPct.ordinary !== null) {
  say(
    `each further watcher costs 1/${(perWatcherCpuPct.ordinary / perWatcherCpuPct.encodeOnce).toFixed(1)} of the ordinary way`,
  );
}
const bareCpuPct = (links: number): number | null => {
  const figures = bare.get(links);
  return figures === undefined || figures.machineBusyPct >= FULL_PCT ? null : figures.presenterCpuPct;
};
console.log(
  JSON.stringify({
    bare: Object.fromEntries(BARE_COUNTS.map((links) => [links, bareCpuPct(links)])),
    counts: counts.map((watchers) => ({
      watchers,
      encodeOnce: once?.get(watchers) ?? null,
      ordinary: each?.get(watchers) ?? null,
    })),
    perWatcherCpuPct,
  }),
);
