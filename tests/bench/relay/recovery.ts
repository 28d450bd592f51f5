/**
 * Kills each part of a room at the relay, again and again: an edge, the origin, the service, and
 * with Redis the instance that runs the room.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { systemPrograms } from '../../../scripts/programs/system-programs.ts';
import { startJanus, type JanusServer } from '../../support/machine/janus.ts';
import { startBusy } from '../../support/machine/process-tree.ts';
import {
  forgetFrames,
  gapBeyond,
  longestGapMs,
  NO_GAP_MS,
  readFrameTimes,
  type Span,
} from '../../support/measure/recover/frame-times.ts';
import { FULL_PCT } from '../../support/measure/relay/full-machine.ts';
import { MeasuredRoom, servePages, type ServedPages } from '../../support/measure/relay/measured-room.ts';
import { percentile } from '../../support/measure/statistics.ts';
import { until } from '../../support/measure/until.ts';
import { startServiceProcess, type ServiceProcess } from '../../support/service/service-process.ts';
import { startSignaling } from '../../support/service/start-service.ts';
import { startCluster } from '../chaos/cluster.ts';
import { relayTimes } from './handover.ts';

const AUDIENCE = { decoding: 2, light: 0 };
/** Between two failures, so that nothing of one is left. */
const SETTLE_MS = 5_000;
/** A watcher notices the loss of the service within five seconds at most, and returns. */
const WATCHED_MS = 15_000;

export const failures = ['edgeKilled', 'originKilled', 'serviceRestarted', 'ownerKilled'] as const;
export type FailureName = (typeof failures)[number];

interface RecoveryOptions {
  readonly runs: number;
  readonly print: (line: string) => void;
}

/** Null where the machine was full, or a program is missing. */
export async function measureRecovery(name: FailureName, options: RecoveryOptions): Promise<number | null> {
  await using open = new AsyncDisposableStack();
  const served = await servePages(open);
  const busy = await startBusy();
  const values = await ways[name](open, served, options);
  const busyPct = await busy();
  options.print(`${name}: machine ${busyPct.toFixed(0)} % busy`);
  return values === null || busyPct >= FULL_PCT ? null : values;
}

type Way = (open: AsyncDisposableStack, served: ServedPages, options: RecoveryOptions) => Promise<number | null>;

const ways: Readonly<Record<FailureName, Way>> = {
  edgeKilled: (open, served, options) => measureJanus(open, served, options, 'edge'),
  originKilled: (open, served, options) => measureJanus(open, served, options, 'origin'),
  serviceRestarted: measureService,
  ownerKilled: measureOwner,
};

async function startNode(open: AsyncDisposableStack, secret?: string): Promise<JanusServer> {
  return open.adopt(await startJanus(secret === undefined ? {} : { secret }), (server) => server.close());
}

/** Until the picture goes on, from when Janus is up again; the 95th percentile. */
async function measureJanus(
  open: AsyncDisposableStack,
  served: ServedPages,
  { runs, print }: RecoveryOptions,
  victim: 'edge' | 'origin',
): Promise<number> {
  const origin = await startNode(open);
  const edge = await startNode(open, origin.secret);
  const service = await startSignaling({
    stunUrls: [],
    allowedOrigins: [...served.origins],
    relay: { origin: origin.url, edges: [edge.url], secret: origin.secret, restart: { by: 'platform' } },
    relayUse: 'always',
    relayTimes,
  });
  open.defer(() => service.close());
  const room = await MeasuredRoom.open(open, service.url, served, AUDIENCE);
  const backMs: number[] = [];
  for (let run = 1; run <= runs; run += 1) {
    await settle(room);
    const fromMs = Date.now();
    const server = victim === 'edge' ? edge : origin;
    await server.kill();
    await server.start();
    const upMs = Date.now();
    await room.untilAt('relay');
    await room.untilPlaying();
    const span = { fromMs, toMs: Date.now() };
    const times = await Promise.all(room.pages.map((page) => page.evaluate(readFrameTimes)));
    const each = times.map((frames) => Math.max(0, endOfLongestGap(frames, span) - upMs));
    backMs.push(...each);
    print(`${victim} killed, ${String(run)}: picture after ${each.map((ms) => Math.round(ms)).join(', ')} ms`);
  }
  return Math.round(percentile(backMs, 95));
}

/** The beginning of the span where there is no gap to be noticed. */
function endOfLongestGap(frames: readonly number[], span: Span): number {
  const longestMs = longestGapMs(frames, span);
  if (longestMs <= NO_GAP_MS) return span.fromMs;
  const inside = [span.fromMs, ...frames.filter((atMs) => atMs > span.fromMs && atMs < span.toMs), span.toMs];
  const end = inside.find((atMs, index) => index > 0 && atMs - (inside[index - 1] ?? atMs) >= longestMs);
  return end ?? span.toMs;
}

const environmentOf = ({ url, secret }: JanusServer): Readonly<Record<string, string>> => ({
  LECTERN_RELAY_ORIGIN: url,
  LECTERN_RELAY_SECRET: secret,
  LECTERN_RELAY_USE: 'always',
});

/** The longest gap, beyond that of the control. */
async function measureService(
  open: AsyncDisposableStack,
  served: ServedPages,
  { runs, print }: RecoveryOptions,
): Promise<number> {
  const janus = await startNode(open);
  const service = await startServiceProcess({
    LECTERN_ALLOWED_ORIGINS: served.origins.join(','),
    ...environmentOf(janus),
  });
  open.defer(() => service.stop());
  const room = await MeasuredRoom.open(open, service.url, served, AUDIENCE);
  const gaps: number[] = [];
  for (let run = 1; run <= runs; run += 1) {
    const each = await gapsOver(room, async () => {
      await service.kill();
      await service.restart();
    });
    gaps.push(...each);
    print(`service restarted, ${String(run)}: gap of ${each.join(', ')} ms beyond the control`);
  }
  return Math.max(...gaps);
}

async function measureOwner(
  open: AsyncDisposableStack,
  served: ServedPages,
  { runs, print }: RecoveryOptions,
): Promise<number | null> {
  if ([systemPrograms.haproxy, systemPrograms.redis].some(({ find }) => find() === undefined)) return null;
  const janus = await startNode(open);
  const cluster = open.adopt(
    await startCluster('redis', 'built', served.origins.join(','), environmentOf(janus)),
    (started) => started.close(),
  );
  const room = await MeasuredRoom.open(open, cluster.url, served, AUDIENCE);
  const gaps: number[] = [];
  for (let run = 1; run <= runs; run += 1) {
    const owner = await ownerAmong(cluster.instances);
    const each = await gapsOver(room, async () => await owner.kill());
    gaps.push(...each);
    print(`owner killed, ${String(run)}: gap of ${each.join(', ')} ms beyond the control`);
    await owner.restart();
    await until('the instance is ready again', async () => (await fetch(`${owner.url}/readyz`)).ok);
  }
  return Math.max(...gaps);
}

/** The instance that runs the one room. */
async function ownerAmong(instances: readonly ServiceProcess[]): Promise<ServiceProcess> {
  for (const instance of instances) {
    if (/^lectern_rooms\{[^}]*phase="live"[^}]*\} 1$/m.test(await instance.metrics())) return instance;
  }
  throw new Error('no instance runs the room');
}

async function settle(room: MeasuredRoom): Promise<void> {
  await room.untilAt('relay');
  await room.untilPlaying();
  await pause(SETTLE_MS);
  await forget([room.control, ...room.pages]);
}

const forget = async (pages: readonly Page[]): Promise<void> =>
  void (await Promise.all(pages.map((page) => page.evaluate(forgetFrames))));

async function gapsOver(room: MeasuredRoom, act: () => Promise<void>): Promise<readonly number[]> {
  await settle(room);
  const fromMs = Date.now();
  await act();
  await pause(WATCHED_MS);
  const span = { fromMs, toMs: Date.now() };
  const control = await room.control.evaluate(readFrameTimes);
  const times = await Promise.all(room.pages.map((page) => page.evaluate(readFrameTimes)));
  return times.map((frames) => gapBeyond(control, frames, span));
}
