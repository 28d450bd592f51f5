/**
 * Caddy, nginx and HAProxy in front of a service on this machine, with a configuration as an admin
 * writes it.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endChild } from '../../../scripts/programs/run-program.ts';
import { findProgram } from './find-program.ts';

export type ReverseProxy = 'caddy' | 'nginx' | 'haproxy';

export interface RunningProxy {
  close(): Promise<void>;
}

interface ProxyOptions {
  readonly configuration: string;
  /** A port on which it listens once it has started. */
  readonly port: number;
  readonly env?: Readonly<Record<string, string>>;
}

const START_TIMEOUT_MS = 15_000;

/** nginx gets its part of the `http` block, the others whole files. */
const commands: Readonly<Record<ReverseProxy, (file: string, folder: string) => readonly string[]>> = {
  caddy: (file) => ['run', '--adapter', 'caddyfile', '--config', file],
  nginx: (file, folder) => ['-p', folder, '-c', file],
  haproxy: (file) => ['-db', '-f', file],
};

const BODIES = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];

const nginxFile = (http: string, folder: string): string => `daemon off; master_process off; pid ${folder}/pid;
error_log stderr crit;
events {}
http {
  access_log off;
  ${BODIES.map((name) => `${name}_temp_path ${folder}/${name};`).join(' ')}
  ${http}
}
`;

export async function startReverseProxy(
  kind: ReverseProxy,
  { configuration, port, env = {} }: ProxyOptions,
): Promise<RunningProxy> {
  const folder = await mkdtemp(join(tmpdir(), `lectern-${kind}-`));
  const file = join(folder, 'configuration');
  await writeFile(file, kind === 'nginx' ? nginxFile(configuration, folder) : configuration);
  const child = spawn(findProgram(kind), commands[kind](file, folder), {
    stdio: ['ignore', 'pipe', 'pipe'],
    // Caddy keeps its files there.
    env: { ...process.env, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder, ...env },
  });
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => said.push(String(text)));
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (!(await accepts(port))) {
    if (child.exitCode !== null || child.signalCode !== null || Date.now() > deadline)
      throw new Error(`${kind} did not start: ${said.join('')}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    close: async () => {
      await endChild(child);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('connect', () => (socket.destroy(), resolve(true)));
    socket.once('error', () => resolve(false));
  });
}
