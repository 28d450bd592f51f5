/**
 * Runs one attack against a service in a process of its own, and measures memory, `/healthz` and
 * honest joins: without the attack first, then with it. The attackers run at nice 19.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RoomId } from '@lectern/protocol';
import { percentile } from '../measure/statistics.ts';
import { closeClients } from '../service/clients.ts';
import { startServiceProcess, type ServiceProcess } from '../service/service-process.ts';
import { attacks, type AttackName } from './attacks.ts';
import { HonestRoom } from './honest-room.ts';

const ATTACKER = join(import.meta.dirname, 'attacker.ts');
const HEALTH_EVERY_MS = 50;
const JOIN_EVERY_MS = 30;
const MEMORY_EVERY_MS = 100;
const WARM_UP_JOINS = 20;

/** What must hold during an attack. */
export const limits = { rssMb: 150, healthzMs: 100, honestJoinRatio: 2 };

export interface Measured {
  /** Megabytes above the service's start, at most. */
  readonly rssMb: number;
  /** The percentile that was asked for, as for the joins. */
  readonly healthzMs: number;
  /** Of honest joins: the percentile during the attack, over the one before it. */
  readonly honestJoinRatio: number;
}

export interface Round extends Measured {
  readonly idleHealthzMs: number;
  /** The harm that the attack has done to the honest room. */
  readonly damage: readonly string[];
}

interface Observed {
  readonly healthzMs: number;
  readonly joinMs: number;
  readonly rssMb: number;
}

const rssMbOf = (pid: number): number => {
  const kilobytes = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))?.[1];
  return Number(kilobytes) / 1_024;
};

/** Repeats it until the time is over, and gives what each repetition took. */
async function repeat(untilMs: number, pauseMs: number, act: () => Promise<number>): Promise<number[]> {
  const values: number[] = [];
  while (performance.now() < untilMs) {
    values.push(await act());
    await sleep(pauseMs);
  }
  return values;
}

async function observe(
  service: ServiceProcess,
  room: HonestRoom,
  durationMs: number,
  percent: number,
): Promise<Observed> {
  const untilMs = performance.now() + durationMs;
  const [health, joins, memory] = await Promise.all([
    repeat(untilMs, HEALTH_EVERY_MS, async () => {
      const startMs = performance.now();
      await (await fetch(`${service.url}/healthz`)).arrayBuffer();
      return performance.now() - startMs;
    }),
    repeat(untilMs, JOIN_EVERY_MS, () => room.join()),
    repeat(untilMs, MEMORY_EVERY_MS, async () => rssMbOf(service.pid())),
  ]);
  return {
    healthzMs: percentile(health, percent),
    joinMs: percentile(joins, percent),
    rssMb: Math.max(...memory),
  };
}

async function startAttacker(name: AttackName, url: string, roomId: RoomId): Promise<ChildProcess> {
  const attacker = fork(ATTACKER, [name, url, roomId], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  if (attacker.pid !== undefined) setPriority(attacker.pid, constants.priority.PRIORITY_LOW);
  const ended = once(attacker, 'exit').then(() => Promise.reject(new Error(`${name}: the attacker ended`)));
  await Promise.race([once(attacker, 'message'), ended]);
  return attacker;
}

async function stopAttacker(attacker: ChildProcess): Promise<void> {
  const gone = once(attacker, 'exit');
  attacker.kill('SIGKILL');
  await gone;
}

interface Measuring {
  /** Of the control and of the attack, each. */
  readonly durationMs: number;
  /**
   * The percentile of what is timed. Of fewer than a hundred samples, the 99th is the worst one.
   */
  readonly percent: number;
  /**
   * Measures again, each time with a control of its own, until this holds or the rounds are used
   * up.
   */
  readonly isEnough?: (round: Round) => boolean;
  readonly maxRounds?: number;
}

export async function measureAttack(
  name: AttackName,
  { durationMs, percent, isEnough = () => true, maxRounds = 1 }: Measuring,
): Promise<Round> {
  const { settings, presenterKey } = attacks[name];
  const service = await startServiceProcess({ LECTERN_LOG_LEVEL: 'error', ...settings }, 'source');
  try {
    const startRssMb = rssMbOf(service.pid());
    const room = await HonestRoom.open(service.url, presenterKey);
    for (let count = 0; count < WARM_UP_JOINS; count += 1) await room.join();
    for (let rounds = 1; ; rounds += 1) {
      const idle = await observe(service, room, durationMs, percent);
      const attacker = await startAttacker(name, service.url, room.roomId);
      const attacked = await observe(service, room, durationMs, percent);
      const damage = await room.findDamage();
      await stopAttacker(attacker);
      const round: Round = {
        rssMb: attacked.rssMb - startRssMb,
        healthzMs: attacked.healthzMs,
        honestJoinRatio: attacked.joinMs / idle.joinMs,
        idleHealthzMs: idle.healthzMs,
        damage,
      };
      if (rounds >= maxRounds || isEnough(round)) return round;
    }
  } finally {
    closeClients();
    await service.kill();
  }
}
