/** A certificate authority of one's own, as companies and schools have one: made by openssl, believed where it has been installed. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { createServer } from 'node:tls';
import { findProgram } from './find-program.ts';

export interface PrivateAuthority {
  readonly key: Buffer;
  readonly certificate: Buffer;
  /** Makes a home folder whose user believes this authority, as `certutil` does on any Linux. */
  believedIn(home: string): void;
}

/** An authority, and a certificate of it for `localhost`. */
export function makeAuthority(folder: string): PrivateAuthority {
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
  writeFileSync(join(folder, 'localhost.ext'), 'subjectAltName=DNS:localhost\nextendedKeyUsage=serverAuth\n');
  const signed = ['-CA', 'ca.crt', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '30', '-extfile', 'localhost.ext'];
  openssl('x509', '-req', '-in', 'localhost.csr', '-out', 'localhost.crt', ...signed);
  return {
    key: readFileSync(join(folder, 'localhost.key')),
    certificate: readFileSync(join(folder, 'localhost.crt')),
    believedIn: (home) => {
      const database = join(home, '.pki/nssdb');
      mkdirSync(database, { recursive: true });
      const certutil = (...words: string[]): void => {
        execFileSync(findProgram('certutil'), ['-d', `sql:${database}`, ...words], { stdio: 'pipe' });
      };
      certutil('-N', '--empty-password');
      certutil('-A', '-n', 'School authority', '-t', 'C,,', '-i', join(folder, 'ca.crt'));
    },
  };
}

export interface TlsFront {
  readonly url: string;
  close(): Promise<void>;
}

/** TLS in front of a service on this machine: decrypts and passes everything on. */
export async function startTlsFront(
  { key, certificate }: PrivateAuthority,
  port: number,
  host = '127.0.0.1',
): Promise<TlsFront> {
  const open = new Set<Socket>();
  // As every proxy has it: otherwise each answer waits until the session tickets before it have been acknowledged.
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
