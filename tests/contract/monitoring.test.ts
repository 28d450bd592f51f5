/**
 * Alert rules and dashboard on the real Prometheus, which scrapes the real service: every query
 * means something, every alert has cases at which it fires, and a line in the runbook.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod/mini';
import { spoken } from '@lectern/protocol';
import { systemPrograms } from '../../scripts/programs/system-programs.ts';
import { promtool, startPrometheus, type Prometheus } from '../support/machine/prometheus.ts';
import { startRedis, type RedisServer } from '../support/machine/redis.ts';
import { closeClients, joinRoom, openRoom, refusalOf } from '../support/service/clients.ts';
import { makeRoomKey } from '../support/service/room-key.ts';
import { startSignaling, type TestService } from '../support/service/start-service.ts';

const build = resolve(import.meta.dirname, '../../build');
const rulesFile = join(build, 'prometheus/alerts.yaml');
const casesFile = join(import.meta.dirname, 'alert-cases.yaml');
const read = (path: string): string => readFileSync(path, 'utf8');

const Rules = z.object({
  groups: z.array(
    z.object({
      rules: z.array(
        z.object({
          alert: z.string(),
          labels: z.object({ severity: z.enum(['critical', 'warning']) }),
          annotations: z.object({ summary: z.string() }),
        }),
      ),
    }),
  ),
});
const alerts = Rules.parse(parse(read(rulesFile))).groups.flatMap(({ rules }) => rules.map(({ alert }) => alert));

const Dashboard = z.object({
  panels: z.array(
    z.object({
      title: z.string(),
      targets: z.optional(z.array(z.object({ expr: z.string() }))),
    }),
  ),
});
const dashboards = join(build, 'grafana/dashboards');
const panels = readdirSync(dashboards).flatMap((name) =>
  Dashboard.parse(JSON.parse(read(join(dashboards, name)))).panels.flatMap(({ title, targets = [] }) =>
    targets.map(({ expr }) => ({ title, expr })),
  ),
);

test('every alert has a runbook line in docs/admin.md, and the runbook no other', () => {
  const page = read(resolve(build, '../docs/admin.md'));
  const lines = [...page.matchAll(/^\| `(Lectern\w+)` +\| \S/gm)].map((match) => match[1] ?? '');
  expect(lines.toSorted()).toEqual(alerts.toSorted());
});

test('every alert has cases', () => {
  const cases = read(casesFile);
  expect(alerts.filter((alert) => !cases.includes(`alertname: ${alert}\n`))).toEqual([]);
});

describe.skipIf(systemPrograms.prometheus.find() === undefined && !process.env['CI'])('on the real Prometheus', () => {
  test('the configuration and the rules are valid', () => {
    expect(promtool('check', 'config', join(build, 'prometheus/prometheus.yml'))).toBe('');
  });

  test('alerts fire when they should, and not on a healthy service', () => {
    expect(promtool('test', 'rules', casesFile)).toBe('');
  });

  describe.skipIf(systemPrograms.redis.find() === undefined)('that scrapes the service on Redis', () => {
    const turn = {
      kind: 'shared-secret',
      urls: ['turn:turn.example'],
      secret: 'kJ8w2LqZ5nR7vT1xYb4cD6fG9hM3pS0u',
      ttlS: 600,
    } as const;
    let redis: RedisServer;
    let service: TestService;
    let prometheus: Prometheus;
    const over = new AbortController();
    let traffic: Promise<void>;

    /** A little of everything that the dashboard shows, over and over. */
    async function cause(): Promise<void> {
      const { client, roomId } = await openRoom(service.url);
      while (!over.signal.aborted) {
        const { client: watcher, joined } = await joinRoom(service.url, roomId);
        const linkId = joined.link?.linkId ?? '';
        await watcher.codeOf('link:connected', { linkId, afterMs: 300, route: 'direct' });
        await watcher.codeOf('link:restart', { linkId: 'a'.repeat(22) });
        await client.codeOf('room:report', { direct: 3, turn: 1, recoveries: 1, freezes: 2 });
        await refusalOf(service.url, { role: 'watcher', protocol: spoken, roomId: (await makeRoomKey()).roomId });
        watcher.close();
        await sleep(100);
      }
    }

    beforeAll(async () => {
      const door = { selfJoinMs: 200, failuresPerMinute: 1, connectionsPerMinute: 100_000 };
      redis = await startRedis();
      const shared = { redis: redis.setting, tokenSecret: 'kJ8w2LqZ5nR7vT1xYb4cD6fG9hM3pS0u' };
      service = await startSignaling({ metrics: { host: '127.0.0.1', port: 0 }, turn, door, ...shared });
      // Until it has found Redis, it opens no room.
      await vi.waitFor(() => openRoom(service.url), { timeout: 20_000 });
      prometheus = await startPrometheus(service.metricsPort ?? 0);
      traffic = cause();
    }, 60_000);
    afterAll(async () => {
      over.abort();
      await traffic;
      closeClients();
      await prometheus.close();
      await service.close();
      await redis.close();
    });

    test.each(panels)('the dashboard’s “$title” has a value: $expr', { timeout: 60_000 }, async ({ expr }) => {
      const query = expr.replaceAll('$__rate_interval', '5s').replaceAll('$instance', '.*');
      const values = async () => (await prometheus.query(query)).filter((value) => Number.isFinite(Number(value)));
      await expect.poll(values, { timeout: 50_000 }).not.toEqual([]);
    });

    test('every alert is evaluated without an error', { timeout: 60_000 }, async () => {
      const expected = Object.fromEntries(alerts.map((alert) => [alert, 'ok']));
      await expect.poll(() => prometheus.alertHealth(), { timeout: 50_000 }).toEqual(expected);
    });

    test('what a query does not know is an error, not an empty answer', async () => {
      await expect(prometheus.query('rate(lectern_watchers')).rejects.toThrow('parse error');
    });
  });
});
