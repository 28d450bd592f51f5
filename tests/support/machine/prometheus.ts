/**
 * The real Prometheus, with the configuration that we ship, in front of a service on this machine.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import getPort from 'get-port';
import * as z from 'zod/mini';
import { findProgram } from './find-program.ts';

const SHIPPED = join(import.meta.dirname, '../../../build/prometheus');
const START_TIMEOUT_MS = 30_000;

const QueryAnswer = z.object({
  status: z.string(),
  error: z.optional(z.string()),
  data: z.optional(z.object({ result: z.array(z.object({ value: z.tuple([z.number(), z.string()]) })) })),
});
const RulesAnswer = z.object({
  data: z.object({
    groups: z.array(
      z.object({
        rules: z.array(z.object({ name: z.string(), health: z.string(), lastError: z.optional(z.string()) })),
      }),
    ),
  }),
});

export interface Prometheus {
  /** The values of an instant vector. Throws what Prometheus says against the query. */
  readonly query: (expression: string) => Promise<readonly string[]>;
  /** Each alert with how its last evaluation went: `ok`, `unknown` before the first, or `err`. */
  readonly alertHealth: () => Promise<Readonly<Record<string, string>>>;
  readonly close: () => Promise<void>;
}

/** Scrapes every second in place of every fifteen. */
export async function startPrometheus(metricsPort: number): Promise<Prometheus> {
  const folder = await mkdtemp(join(tmpdir(), 'lectern-prometheus-'));
  cpSync(SHIPPED, folder, { recursive: true });
  const file = join(folder, 'prometheus.yml');
  const configuration = readFileSync(file, 'utf8');
  const adapted = configuration.replaceAll(': 15s', ': 1s').replace('lectern:9464', `127.0.0.1:${String(metricsPort)}`);
  if (adapted === configuration) throw new Error('the shipped configuration has another shape');
  writeFileSync(file, adapted);
  const port = await getPort();
  const url = `http://127.0.0.1:${String(port)}`;
  const child = spawn(
    findProgram('prometheus'),
    [
      `--config.file=${file}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${String(port)}`,
      '--log.level=error',
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const ask = async (path: string): Promise<unknown> => (await fetch(`${url}/api/v1/${path}`)).json();
  const isReady = async (): Promise<boolean> => (await fetch(`${url}/-/ready`).catch(() => undefined))?.ok === true;
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (!(await isReady())) {
    if (child.exitCode !== null || child.signalCode !== null || Date.now() > deadline)
      throw new Error('Prometheus did not start');
    await sleep(50);
  }
  return {
    query: async (expression) => {
      const answer = QueryAnswer.parse(await ask(`query?query=${encodeURIComponent(expression)}`));
      if (answer.data === undefined) throw new Error(answer.error ?? answer.status);
      return answer.data.result.map(({ value }) => value[1]);
    },
    alertHealth: async () => {
      const { data } = RulesAnswer.parse(await ask('rules?type=alert'));
      const rules = data.groups.flatMap((group) => group.rules);
      return Object.fromEntries(rules.map(({ name, health, lastError }) => [name, lastError || health]));
    },
    close: async () => {
      if (child.exitCode === null) {
        const gone = once(child, 'exit');
        child.kill();
        await gone;
      }
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Runs `promtool`. Returns what it says against the files, or nothing. */
export function promtool(...words: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(findProgram('prometheus').replace(/prometheus$/, 'promtool'), words, {
    encoding: 'utf8',
  });
  return status === 0 ? '' : `${stdout}${stderr}`;
}
