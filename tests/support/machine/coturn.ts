/** The real coturn on this machine, with the configuration that we ship. */
import { execFile, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import getPort from 'get-port';
import { thisMachine, type Namespace } from '../network/namespace.ts';
import { findProgram } from './find-program.ts';
import { makeAuthority, type PrivateAuthority } from './private-authority.ts';

const CONFIGURATION = join(import.meta.dirname, '../../../build/coturn/turnserver.conf');
const START_TIMEOUT_MS = 10_000;
/**
 * Relay ports in place of those of the configuration: apart from what else runs on this machine,
 * and below the ports that the system gives out.
 */
const RELAY_PORTS = { min: 24_000, max: 24_999 };

export interface Coturn {
  readonly secret: string;
  /** The file with its authority. */
  readonly authorityFile: string;
  /** Of `turn:` over UDP and TCP. */
  readonly port: number;
  /** Of `turns:`. */
  readonly tlsPort: number;
  /** How many relay ports are open now: one for each allocation. */
  readonly countAllocations: () => number;
  readonly authority: PrivateAuthority;
  /**
   * Drops UDP between it and the other programs of this machine, in both directions. Call the
   * result to let it through again. Needs root and nft.
   */
  readonly blockUdp: () => Promise<() => Promise<void>>;
  /** Killed, with all allocations. */
  readonly kill: () => Promise<void>;
  /** Starts it again after `kill`, at the same ports. */
  readonly start: () => Promise<void>;
  readonly close: () => Promise<void>;
}

interface CoturnOptions {
  /** Where it listens and relays. */
  readonly addresses: readonly string[];
  /** Ranges that it may relay to although the configuration denies them. */
  readonly allowed?: readonly string[];
  readonly secrets?: readonly string[];
  /** Where it relays, if not where it listens. */
  readonly relayAt?: readonly string[];
  /** Another network than this machine's. */
  readonly inside?: Namespace;
  /** In place of any free ones: of `turn:` and of `turns:`. */
  readonly ports?: readonly [number, number];
}

export async function startCoturn({
  addresses,
  allowed = [],
  secrets,
  relayAt = addresses,
  inside = thisMachine,
  ports,
}: CoturnOptions): Promise<Coturn> {
  const folder = await mkdtemp(join(tmpdir(), 'lectern-coturn-'));
  const authority = makeAuthority(folder, 30, addresses);
  const [port, tlsPort] = ports ?? [await getPort(), await getPort()];
  const [secret, ...others] = secrets ?? [randomBytes(32).toString('base64url')];
  if (secret === undefined) throw new Error('coturn needs a secret');
  const options = {
    'listening-ip': addresses,
    'relay-ip': relayAt,
    'allowed-peer-ip': allowed,
    'static-auth-secret': [secret, ...others],
    'listening-port': [port],
    'tls-listening-port': [tlsPort],
    'min-port': [RELAY_PORTS.min],
    'max-port': [RELAY_PORTS.max],
    cert: [join(folder, 'localhost.crt')],
    pkey: [join(folder, 'localhost.key')],
    pidfile: [join(folder, 'pid')],
    userdb: [join(folder, 'turndb')],
  };
  const words = Object.entries(options).flatMap(([name, values]) =>
    values.map((value) => `--${name}=${String(value)}`),
  );
  let child: ChildProcess;
  const start = async (): Promise<void> => {
    child = inside.spawn([findProgram('coturn'), '-c', CONFIGURATION, ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
    const said: string[] = [];
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text) => said.push(String(text)));
    const deadline = Date.now() + START_TIMEOUT_MS;
    while (!isListening(tlsPort, child.pid)) {
      if (child.exitCode !== null || child.signalCode !== null || Date.now() > deadline)
        throw new Error(`coturn did not start: ${said.join('')}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  const kill = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  };
  await start();
  return {
    secret,
    authorityFile: join(folder, 'ca.crt'),
    authority,
    port,
    tlsPort,
    blockUdp: () => blockUdpAt(port),
    countAllocations: () =>
      socketsOf('udp', child.pid).filter(({ port: bound }) => bound >= RELAY_PORTS.min && bound <= RELAY_PORTS.max)
        .length,
    kill,
    start,
    close: async () => {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function blockUdpAt(port: number): Promise<() => Promise<void>> {
  const nft = promisify(execFile);
  const table = `inet coturn${String(process.pid)}`;
  const relay = `${String(RELAY_PORTS.min)}-${String(RELAY_PORTS.max)}`;
  // Packets are dropped where they arrive: dropped where they leave, the program would get an
  // error.
  const rules = [
    `udp dport ${String(port)} drop`,
    `udp dport ${relay} udp sport != ${relay} drop`,
    `udp sport ${relay} udp dport != ${relay} drop`,
  ];
  await nft('nft', [`add table ${table}`]);
  await nft('nft', [`add chain ${table} in { type filter hook input priority 0; policy accept; }`]);
  for (const rule of rules) await nft('nft', [`add rule ${table} in iif lo ${rule}`]);
  return async () => void (await nft('nft', [`delete table ${table}`]));
}

const isListening = (port: number, pid: number | undefined): boolean =>
  socketsOf('tcp', pid).some((socket) => socket.port === port);

/** The sockets of a process and their local ports, from the kernel's tables of its network. */
function socketsOf(protocol: 'tcp' | 'udp', pid: number | undefined): readonly { readonly port: number }[] {
  const inodes = new Set(openSockets(pid));
  return [protocol, `${protocol}6`].flatMap((table) => {
    const [, ...rows] = readFileSync(`/proc/${String(pid)}/net/${table}`, 'utf8')
      .trim()
      .split('\n');
    return rows.flatMap((row) => {
      const columns = row.trim().split(/\s+/);
      const port = Number.parseInt(columns[1]?.split(':')[1] ?? '', 16);
      return inodes.has(columns[9] ?? '') ? [{ port }] : [];
    });
  });
}

function openSockets(pid: number | undefined): readonly string[] {
  const folder = `/proc/${String(pid)}/fd`;
  return readdirSync(folder).flatMap((name) => {
    try {
      return /^socket:\[(\d+)\]$/.exec(readlinkSync(join(folder, name)))?.[1] ?? [];
    } catch {
      // It has been closed since.
      return [];
    }
  });
}
