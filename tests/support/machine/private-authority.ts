/**
 * A private certificate authority, as companies and schools have one: made by openssl, trusted by
 * those who install it.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect, type Socket, type AddressInfo } from 'node:net';
import { createServer } from 'node:tls';
import { findProgram } from './find-program.ts';

export interface PrivateAuthority {
  readonly key: Buffer;
  readonly certificate: Buffer;
  /** Installs this authority for the user of a home folder, as `certutil` does on Linux. */
  trustIn(home: string): void;
  /** Installs it in a profile of Firefox, which has a database of its own. */
  trustInFirefox(profile: string): void;
}

/**
 * Makes an authority, and its certificate for `localhost` and these addresses, valid for so many days;
 * -1 ended yesterday.
 */
export function makeAuthority(folder: string, days = 30, addresses: readonly string[] = []): PrivateAuthority {
  const openssl = (...words: string[]): void => {
    execFileSync(findProgram('openssl'), words, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  };
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  openssl(
    'req',
    '-x509',
    ...curve,
    '-keyout',
    'ca.key',
    '-out',
    'ca.crt',
    '-days',
    '30',
    '-subj',
    '/CN=School authority',
  );
  openssl('req', ...curve, '-keyout', 'localhost.key', '-out', 'localhost.csr', '-subj', '/CN=localhost');
  const names = ['DNS:localhost', ...addresses.map((address) => `IP:${address}`)].join();
  writeFileSync(join(folder, 'localhost.ext'), `subjectAltName=${names}\nextendedKeyUsage=serverAuth\n`);
  const signed = [
    '-CA',
    'ca.crt',
    '-CAkey',
    'ca.key',
    '-CAcreateserial',
    '-days',
    String(days),
    '-extfile',
    'localhost.ext',
  ];
  openssl('x509', '-req', '-in', 'localhost.csr', '-out', 'localhost.crt', ...signed);
  return {
    key: readFileSync(join(folder, 'localhost.key')),
    certificate: readFileSync(join(folder, 'localhost.crt')),
    trustIn: (home) => addToDatabase(join(home, '.pki/nssdb'), join(folder, 'ca.crt')),
    trustInFirefox: (profile) => addToDatabase(profile, join(folder, 'ca.crt')),
  };
}

/** `database`: a folder of NSS, made where it is missing. */
function addToDatabase(database: string, authority: string): void {
  mkdirSync(database, { recursive: true });
  const certutil = (...words: string[]): void => {
    execFileSync(findProgram('certutil'), ['-d', `sql:${database}`, ...words], { stdio: 'pipe' });
  };
  certutil('-N', '--empty-password');
  certutil('-A', '-n', 'School authority', '-t', 'C,,', '-i', authority);
}

export interface TlsFront {
  readonly url: string;
  close(): Promise<void>;
}

/** TLS in front of a service on this machine: decrypts everything and passes it on. */
export async function startTlsFront(
  { key, certificate }: PrivateAuthority,
  port: number,
  host = '127.0.0.1',
): Promise<TlsFront> {
  const open = new Set<Socket>();
  // Without delay, as in every proxy: otherwise each response waits for the acknowledgement of the
  // session tickets.
  const server = createServer({ key, cert: certificate, noDelay: true }, (socket) => {
    const onward = connect({ port, host: '127.0.0.1', noDelay: true });
    socket.pipe(onward).pipe(socket);
    for (const end of [socket, onward]) {
      open.add(end);
      end.once('error', () => end.destroy());
      end.once('close', () => (socket.destroy(), onward.destroy()));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  return {
    url: `https://localhost:${(server.address() as AddressInfo).port}`,
    close: async () => {
      for (const end of open) end.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
