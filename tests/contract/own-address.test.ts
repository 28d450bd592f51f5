/**
 * The watch link of a presenter on the service's own machine: an address that other machines reach.
 */
import type { ChildProcess } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemPrograms } from '../../scripts/programs/system-programs.ts';
import { findProgram } from '../support/machine/find-program.ts';
import { isFullRoot } from '../support/machine/full-root.ts';
import { layLine, type Line } from '../support/network/line.ts';
import { addNamespace, thisMachine, type Namespace } from '../support/network/namespace.ts';
import { startSignaling } from '../support/service/start-service.ts';

const tests = join(import.meta.dirname, '..');
const PORT = 8420;
/** Of another instance, with the metrics of the latter. */
const OTHER = { port: 8421, metrics: 8422 };
const REDIS_PORT = 8423;
/** Two looks of the service at its address, and half of one. */
const LOOKS_MS = 5_000;
/** Programs of Node start slowly on a busy machine. */
const SOON = { timeout: 60_000 };

/** An interface that leads nowhere, such as the bridge of a container engine. */
async function addInterface(machine: Namespace, name: string, address: string): Promise<void> {
  await machine.ip(`link add ${name} type veth peer name ${name}-peer`);
  await machine.ip(`addr add ${address} dev ${name}`);
  for (const end of [name, `${name}-peer`]) await machine.ip(`link set ${end} up`);
}

test('by default the service listens on IPv6 and IPv4', async () => {
  const service = await startSignaling({ host: '::' });
  for (const host of ['127.0.0.1', '[::1]']) {
    expect((await fetch(`http://${host}:${String(service.port)}/healthz`)).status).toBe(200);
  }
  await service.close();
});

describe.skipIf(!isFullRoot() && !process.env['CI'])('in a network of its own', () => {
  let machine: Namespace;
  /** From the service's machine to this one. */
  let cable: Line;
  beforeEach(async () => {
    machine = await addNamespace();
    cable = await layLine({ a: machine, b: thisMachine });
  });
  afterEach(() => machine.remove());

  /** Collects the lines of a program's output. */
  function linesOf(child: ChildProcess): string[] {
    const lines: string[] = [];
    if (child.stdout !== null) createInterface(child.stdout).on('line', (line) => void lines.push(line));
    return lines;
  }

  async function startService(port: number, env: Readonly<Record<string, string>> = {}): Promise<void> {
    const dataDir = await mkdtemp(join(tmpdir(), 'lectern-service-'));
    const log = linesOf(
      machine.startNode([join(tests, '../signaling-server/src/main.ts')], {
        LECTERN_PORT: String(port),
        LECTERN_DATA_DIR: dataDir,
        LECTERN_STUN_URLS: '',
        ...env,
      }),
    );
    await expect.poll(() => log.some((line) => line.includes('listening')), SOON).toBe(true);
  }

  /**
   * A presenter beside the services on these ports, at the last of them. The result collects its
   * links.
   */
  async function present(...ports: readonly number[]): Promise<string[]> {
    const urls = ports.map((port) => `http://127.0.0.1:${String(port)}`);
    const links = linesOf(machine.startNode([join(tests, 'support/service/print-watch-links.ts'), ...urls]));
    await expect.poll(() => links.length, SOON).toBe(1);
    return links;
  }

  /** Takes the machine from one network to another, or out of all. */
  async function plugInto(subnet?: string): Promise<void> {
    if (subnet === undefined) return await cable.a.setAddresses();
    await cable.a.setAddresses(`${subnet}.2/24`);
    await machine.ip(`route add default via ${subnet}.1`);
  }

  const hostOf = (link: string | undefined): string => new URL(link ?? '').host;

  test('the address of the default route is taken, and followed into another network', async () => {
    await addInterface(machine, 'docker0', '172.17.0.1/16');
    await addInterface(machine, 'eth9', '169.254.17.3/16');
    await cable.b.setAddresses('10.88.1.1/24');
    await plugInto('10.88.1');
    await startService(PORT);
    const links = await present(PORT);
    expect(hostOf(links[0])).toBe(`10.88.1.2:${String(PORT)}`);
    expect((await fetch(new URL('/healthz', links[0]))).status).toBe(200);

    await plugInto();
    await new Promise((resolve) => setTimeout(resolve, LOOKS_MS));
    await plugInto('10.89.7');
    await expect.poll(() => links.length, SOON).toBe(2);
    // Neither loopback nor the container network stood in between.
    expect(links.map(hostOf)).toEqual([`10.88.1.2:${String(PORT)}`, `10.89.7.2:${String(PORT)}`]);
    expect(new Set(links.map((link) => new URL(link).pathname)).size).toBe(1);
  }, 240_000);

  test.skipIf(systemPrograms.redis.find() === undefined)(
    'presenters whose rooms another instance runs learn the new address from their own, either way',
    async () => {
      await cable.b.setAddresses('10.88.3.1/24');
      await plugInto('10.88.3');
      machine.spawn([findProgram('redis'), '--port', String(REDIS_PORT), '--bind', '127.0.0.1', '--save', '']);
      const shared = {
        LECTERN_REDIS_URL: `redis://127.0.0.1:${String(REDIS_PORT)}`,
        LECTERN_TOKEN_SECRET: 'x7Qm2vR9kLw4tYb8nZc3jHd6sFg1pAe5',
      };
      await startService(PORT, shared);
      const metrics = { LECTERN_METRICS_PORT: String(OTHER.metrics), LECTERN_METRICS_HOST: '0.0.0.0' };
      await startService(OTHER.port, { ...shared, ...metrics });
      // Each runs the room of the presenter who is at the other one.
      const links = { [OTHER.port]: await present(PORT, OTHER.port), [PORT]: await present(OTHER.port, PORT) };
      const seen = await (await fetch(`http://10.88.3.2:${String(OTHER.metrics)}/metrics`)).text();
      for (const name of ['far_clients', 'owned_rooms']) expect(seen).toContain(`\nlectern_${name} 1\n`);
      await plugInto('10.89.8');
      for (const [port, shown] of Object.entries(links)) {
        await expect.poll(() => shown.map(hostOf), SOON).toEqual([`10.88.3.2:${port}`, `10.89.8.2:${port}`]);
      }
    },
    240_000,
  );

  test('with IPv6 only the link has the IPv6 address, which other machines reach', async () => {
    await cable.b.setAddresses('fd77:31::1/64');
    await cable.a.setAddresses('fd77:31::2/64');
    await machine.ip('-6 route add default via fd77:31::1');
    await startService(PORT);
    const [link] = await present(PORT);
    expect(hostOf(link)).toBe(`[fd77:31::2]:${String(PORT)}`);
    expect((await fetch(new URL('/healthz', link))).status).toBe(200);
  }, 240_000);
});
