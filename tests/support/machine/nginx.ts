/** nginx as a reverse proxy in front of a service on this machine, with the configuration of a test. */
import { spawn } from 'node:child_process';
import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import getPort from 'get-port';
import { findProgram } from './find-program.ts';

export interface Nginx {
  readonly port: number;
  readonly close: () => Promise<void>;
}

const BODIES = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
const START_TIMEOUT_MS = 10_000;

interface NginxOptions {
  /** Any free one, if absent. */
  readonly port?: number;
  /** Files: the chain of certificates, and the key of the first. */
  readonly tls?: { readonly certificate: string; readonly key: string };
}

/** `locations`: the blocks of its server, which listens at the address of `localhost`. */
export async function startNginx(locations: string, { port: wanted, tls }: NginxOptions = {}): Promise<Nginx> {
  const folder = await mkdtemp(join(tmpdir(), 'lectern-nginx-'));
  const port = wanted ?? (await getPort());
  const addresses = (await lookup('localhost', { all: true })).map(({ address, family }) =>
    family === 6 ? `[${address}]` : address,
  );
  const file = join(folder, 'nginx.conf');
  await writeFile(
    file,
    `daemon off; master_process off; pid ${folder}/pid; error_log stderr crit;
events {}
http {
  access_log off;
  ${BODIES.map((name) => `${name}_temp_path ${folder}/${name};`).join(' ')}
  server {
    ${addresses.map((address) => `listen ${address}:${String(port)}${tls === undefined ? '' : ' ssl'};`).join(' ')}
    ${tls === undefined ? '' : `ssl_certificate ${tls.certificate}; ssl_certificate_key ${tls.key};`}
    proxy_http_version 1.1;
    ${locations}
  }
}
`,
  );
  const child = spawn(findProgram('nginx'), ['-p', folder, '-c', file], { stdio: ['ignore', 'ignore', 'inherit'] });
  const deadline = Date.now() + START_TIMEOUT_MS;
  const answers = async (): Promise<boolean> => {
    try {
      await fetch(`http://127.0.0.1:${String(port)}/`);
      return true;
    } catch {
      return false;
    }
  };
  while (!(await answers())) {
    if (child.exitCode !== null || Date.now() > deadline) throw new Error('nginx did not start');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    port,
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
