/**
 * A room of twenty goes to the relay and back: how long pictures and sound stop, what the presenter
 * sends and works meanwhile, and whether everybody has a picture afterwards.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { startJanus } from '../../support/machine/janus.ts';
import { measureProcessors, startBusy, startProcessors } from '../../support/machine/process-tree.ts';
import { forgetFrames, longestGapMs, readFrameTimes, type Span } from '../../support/measure/recover/frame-times.ts';
import { FULL_PCT } from '../../support/measure/relay/full-machine.ts';
import { MeasuredRoom, servePages, type Audience } from '../../support/measure/relay/measured-room.ts';
import { takeSound } from '../../support/measure/relay/sound-times.ts';
import { readUplinkSeconds } from '../../support/measure/relay/uplink-bytes.ts';
import { mean, percentile } from '../../support/measure/statistics.ts';
import { startSignaling } from '../../support/service/start-service.ts';

/** By the presenter's own figures a room would move when its uplink is full; here the presenter says that it is. */
export const claims = {
  relay: { carriesKbps: 0, linkKbps: 1_500 },
  direct: { carriesKbps: 1_000_000, linkKbps: 1 },
} as const;
/** A report moves the room, without a second one and without a minute of calm. */
const uplinkNeed = { outgrownAfterMs: 0, fitsAfterMs: 0, fitsBelow: 1 };
/** This machine may be busy: only what has died is away. */
export const relayTimes = { connectWithinMs: 20_000, answerWithinMs: 20_000, pongWithinMs: 20_000 };

/** The part of a page's record that is about its own change of links. */
const AROUND_MS = { before: 2_000, after: 3_000 };
const LOOK_MS = 3_000;

export interface Handover {
  readonly gapMsP50: number;
  readonly gapMsP95: number;
  readonly gapMsMax: number;
  readonly audioGapMsP95: number;
  readonly uplinkPeak: number;
  readonly watchers: number;
  readonly lost: number;
}

export interface HandoverFigures {
  readonly handover: Handover | null;
  readonly presenterCpuPct: { readonly before: number; readonly during: number; readonly after: number } | null;
}

/** A room at a service and a Janus of their own, which moves when the presenter claims that it has to. */
export async function openMovableRoom(open: AsyncDisposableStack, audience: Audience): Promise<MeasuredRoom> {
  const served = await servePages(open);
  const janus = open.adopt(await startJanus(), (server) => server.close());
  const service = await startSignaling({
    stunUrls: [],
    allowedOrigins: [...served.origins],
    relay: { origin: janus.url, edges: [], secret: janus.secret, restart: { by: 'platform' } },
    relayUse: 'auto',
    relayTimes,
    room: { uplinkNeed },
  });
  open.defer(() => service.close());
  return await MeasuredRoom.open(open, service.url, served, audience);
}

interface Record {
  readonly frames: readonly number[];
  readonly sound: readonly number[];
  readonly changes: readonly number[];
}

async function record(page: Page): Promise<Record> {
  const frames = await page.evaluate(readFrameTimes);
  const { times: sound, changes } = await page.evaluate(takeSound);
  return { frames, sound, changes };
}

async function forget(pages: readonly Page[]): Promise<void> {
  for (const page of pages) {
    await page.evaluate(forgetFrames);
    await page.evaluate(takeSound);
  }
}

const beyond = (control: readonly number[], measured: readonly number[], span: Span): number =>
  Math.max(0, longestGapMs(measured, span) - longestGapMs(control, span));

interface Move {
  readonly gaps: readonly number[];
  readonly soundGaps: readonly number[];
  readonly uplinkPeak: number;
  readonly lost: number;
  readonly cpuPct: { readonly before: number; readonly during: number; readonly after: number };
}

async function measureMove(room: MeasuredRoom, to: 'relay' | 'direct', ms: number): Promise<Move> {
  const { presenter, pages, control, light, pids } = room;
  const everyone = [control, ...pages];
  const own = { presenter: pids.presenter };
  const before = await measureProcessors(own, ms);
  await forget(everyone);
  const fromMs = Date.now();
  const during = await startProcessors(own);
  await presenter.claimUplink(claims[to]);
  await room.untilAt(to);
  const { presenter: duringPct } = await during();
  const toMs = Date.now();
  await pause(AROUND_MS.after);
  const [controlled, ...records] = await Promise.all(everyone.map(record));
  if (controlled === undefined) throw new Error('there is no control');
  const seconds = await presenter.page.evaluate(readUplinkSeconds);
  const kbpsIn = (from: number, until: number): number[] =>
    seconds.filter(({ atMs }) => atMs > from && atMs <= until).map(({ kbps }) => kbps);
  const spanOf = ({ changes }: Record): Span => {
    const atMs = changes.at(-1);
    return atMs === undefined
      ? { fromMs, toMs: toMs + AROUND_MS.after }
      : { fromMs: atMs - AROUND_MS.before, toMs: atMs + AROUND_MS.after };
  };
  const [framesBefore, shownBefore] = [await light.read(), await Promise.all(everyone.map(count))];
  await pause(LOOK_MS);
  const [framesAfter, shownAfter] = [await light.read(), await Promise.all(everyone.map(count))];
  const after = await measureProcessors(own, ms);
  return {
    gaps: records.map((each) => beyond(controlled.frames, each.frames, spanOf(each))),
    soundGaps: records.map((each) => beyond(controlled.sound, each.sound, spanOf(each))),
    uplinkPeak: Math.max(...kbpsIn(fromMs, toMs)) / mean(kbpsIn(fromMs - ms, fromMs)),
    lost:
      framesAfter.filter(({ frames }, index) => frames <= (framesBefore[index]?.frames ?? 0)).length +
      shownAfter.filter((frames, index) => frames <= (shownBefore[index] ?? 0)).length,
    cpuPct: { before: before.presenter, during: duringPct, after: after.presenter },
  };
}

const count = async (page: Page): Promise<number> => (await page.evaluate(readFrameTimes)).length;

interface HandoverOptions {
  readonly runs: number;
  /** Over which processor time is measured, before and after. */
  readonly ms: number;
  readonly audience: Audience;
  readonly print: (line: string) => void;
}

/** Null where the machine was full: then pictures stop by themselves. */
export async function measureHandover({ runs, ms, audience, print }: HandoverOptions): Promise<HandoverFigures> {
  await using open = new AsyncDisposableStack();
  const room = await openMovableRoom(open, audience);
  const busy = await startBusy();
  const [toRelay, back]: [Move[], Move[]] = [[], []];
  for (let run = 1; run <= runs; run += 1) {
    for (const [to, moves] of [
      ['relay', toRelay],
      ['direct', back],
    ] as const) {
      const move = await measureMove(room, to, ms);
      moves.push(move);
      const rounded = (values: readonly number[]): string => values.map((value) => Math.round(value)).join(', ');
      print(
        `move ${String(run)} to ${to}: picture ${rounded(move.gaps)} ms, sound ${rounded(move.soundGaps)} ms beyond the control, ` +
          `uplink ${move.uplinkPeak.toFixed(2)} of before, ${String(move.lost)} lost, presenter ` +
          `${rounded([move.cpuPct.before, move.cpuPct.during, move.cpuPct.after])} % of a core`,
      );
    }
  }
  const busyPct = await busy();
  print(`the machine was ${busyPct.toFixed(0)} % busy`);
  const all = [...toRelay, ...back];
  const lost = all.reduce((sum, move) => sum + move.lost, 0);
  print(`${String(lost)} watchers were lost`);
  if (busyPct >= FULL_PCT) return { handover: null, presenterCpuPct: null };
  const gaps = all.flatMap((move) => move.gaps);
  const cpuOf = (part: keyof Move['cpuPct']): number =>
    percentile(
      toRelay.map(({ cpuPct }) => cpuPct[part]),
      50,
    );
  return {
    handover: {
      gapMsP50: percentile(gaps, 50),
      gapMsP95: percentile(gaps, 95),
      gapMsMax: Math.max(...gaps),
      audioGapMsP95: percentile(
        all.flatMap(({ soundGaps }) => soundGaps),
        95,
      ),
      // On the way back it grows by itself: the presenter sends to everybody again.
      uplinkPeak: Math.max(...toRelay.map(({ uplinkPeak }) => uplinkPeak)),
      watchers: audience.decoding + audience.light,
      lost,
    },
    presenterCpuPct: { before: cpuOf('before'), during: cpuOf('during'), after: cpuOf('after') },
  };
}
