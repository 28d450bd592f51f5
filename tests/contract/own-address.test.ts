/** The watch link of a presenter on the service's own machine: an address that other machines reach. */
import type { ChildProcess } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isFullRoot } from '../support/machine/full-root.ts';
import { layLine, type Line } from '../support/network/line.ts';
import { addNamespace, thisMachine, type Namespace } from '../support/network/namespace.ts';
import { startSignaling } from '../support/service/start-service.ts';

const tests = join(import.meta.dirname, '..');
const PORT = 8420;
/** Two looks of the service at its address, and half of one. */
const LOOKS_MS = 5_000;

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

  /** Starts a service and a presenter beside it. The result collects the presenter's links. */
  async function present(): Promise<string[]> {
    const dataDir = await mkdtemp(join(tmpdir(), 'lectern-service-'));
    const log = linesOf(
      machine.startNode([join(tests, '../signaling-server/src/main.ts')], {
        LECTERN_PORT: String(PORT),
        LECTERN_DATA_DIR: dataDir,
        LECTERN_STUN_URLS: '',
      }),
    );
    await expect.poll(() => log.some((line) => line.includes('listening')), { timeout: 20_000 }).toBe(true);
    const links = linesOf(
      machine.startNode([join(tests, 'support/service/print-watch-links.ts'), `http://127.0.0.1:${String(PORT)}`]),
    );
    await expect.poll(() => links.length, { timeout: 20_000 }).toBe(1);
    return links;
  }

  const hostOf = (link: string | undefined): string => new URL(link ?? '').host;

  test('the address of the default route is taken, and followed into another network', async () => {
    await addInterface(machine, 'docker0', '172.17.0.1/16');
    await addInterface(machine, 'eth9', '169.254.17.3/16');
    await cable.b.setAddresses('10.88.1.1/24');
    await cable.a.setAddresses('10.88.1.2/24');
    await machine.ip('route add default via 10.88.1.1');
    const links = await present();
    expect(hostOf(links[0])).toBe(`10.88.1.2:${String(PORT)}`);
    expect((await fetch(new URL('/healthz', links[0]))).status).toBe(200);

    await cable.a.setAddresses();
    await new Promise((resolve) => setTimeout(resolve, LOOKS_MS));
    await cable.a.setAddresses('10.89.7.9/24');
    await machine.ip('route add default via 10.89.7.1');
    await expect.poll(() => links.length, { timeout: 20_000 }).toBe(2);
    // Neither loopback nor the container network stood in between.
    expect(links.map(hostOf)).toEqual([`10.88.1.2:${String(PORT)}`, `10.89.7.9:${String(PORT)}`]);
    expect(new Set(links.map((link) => new URL(link).pathname)).size).toBe(1);
  }, 90_000);

  test('with IPv6 only the link has the IPv6 address, which other machines reach', async () => {
    await cable.b.setAddresses('fd77:31::1/64');
    await cable.a.setAddresses('fd77:31::2/64');
    await machine.ip('-6 route add default via fd77:31::1');
    const [link] = await present();
    expect(hostOf(link)).toBe(`[fd77:31::2]:${String(PORT)}`);
    expect((await fetch(new URL('/healthz', link))).status).toBe(200);
  }, 90_000);
});
