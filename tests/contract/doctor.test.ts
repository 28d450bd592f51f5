/**
 * `lectern doctor` against the real service, behind TLS proxies that are right and that are wrong.
 */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { networkInterfaces, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import getPort from 'get-port';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { runProgram } from '../../scripts/programs/run-program.ts';
import { systemPrograms } from '../../scripts/programs/system-programs.ts';
import { startCoturn, type Coturn } from '../support/machine/coturn.ts';
import { startNginx, type Nginx } from '../support/machine/nginx.ts';
import { makeAuthority } from '../support/machine/private-authority.ts';
import { makeDataDir, startSignaling, type TestService } from '../support/service/start-service.ts';

const program = resolve(import.meta.dirname, '../../signaling-server/src/main.ts');

const upgrade = 'proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection "upgrade";';
const clientAddress = 'proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;';
const scheme = 'proxy_set_header X-Forwarded-Proto $scheme;';

/** `verdict subject`, and what it says. */
function read(output: string): ReadonlyMap<string, string> {
  const rows = [...output.matchAll(/^(ok|warning|fault|outside) +(\S+(?: (?:UDP|TCP|TLS))?) +(.*)$/gm)];
  return new Map(rows.map(([, verdict, subject, says]) => [`${String(verdict)} ${String(subject)}`, says ?? '']));
}

async function runDoctor(environment: Readonly<Record<string, string>>) {
  const env = { ...process.env, LECTERN_STUN_URLS: '', ...environment };
  const { code, output } = await runProgram(process.execPath, [program, 'doctor'], { env, output: 'keep' });
  return { code, output, lines: read(output) };
}

describe.skipIf(systemPrograms.nginx.find() === undefined && !process.env['CI'])('doctor, behind nginx', () => {
  let service: TestService | undefined;
  let proxy: Nginx | undefined;
  afterEach(async () => {
    await proxy?.close();
    await service?.close();
  });

  let folder = '';
  let page = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'lectern-doctor-'));
    page = mkdtempSync(join(folder, 'page-'));
    makeAuthority(folder);
    writeFileSync(join(page, 'index.html'), '<title>Lectern</title>');
  });
  const files = (name: string, from = folder) => ({
    certificate: join(from, `${name}.crt`),
    key: join(from, `${name}.key`),
  });

  interface Setup {
    readonly headers?: string;
    readonly trustedProxies?: number;
    /** The folder of the authority that is trusted. */
    readonly trusted?: string;
    readonly tls?: ReturnType<typeof files>;
    readonly path?: string;
  }
  const right = upgrade + clientAddress + scheme;

  async function examine(setup: Setup) {
    const { headers = right, trustedProxies = 1, trusted = folder, tls = files('localhost'), path = '' } = setup;
    const port = await getPort();
    const publicUrl = `https://localhost:${String(port)}${path}`;
    const dataDir = await makeDataDir();
    service = await startSignaling({ publicUrl, trustedProxies, dataDir, pageDir: page });
    proxy = await startNginx(`location ${path}/ { proxy_pass ${service.url}; ${headers} }`, { port, tls });
    return runDoctor({
      LECTERN_PUBLIC_URL: publicUrl,
      LECTERN_DATA_DIR: dataDir,
      NODE_EXTRA_CA_CERTS: join(trusted, 'ca.crt'),
    });
  }

  test('finds nothing wrong where nothing is, and says what it cannot test', async () => {
    const { code, lines } = await examine({ path: '/lectern' });
    const verdicts = [...lines.keys()];
    expect(verdicts.filter((verdict) => verdict.startsWith('fault'))).toEqual([]);
    for (const subject of ['TLS', 'service', 'clock', 'page', 'WebSocket', 'proxy']) {
      expect(verdicts).toContain(`ok ${subject}`);
    }
    expect(lines.get('ok proxy')).toContain('127.0.0.1, through 1 trusted proxy');
    expect(lines.get('warning STUN')).toContain('within one network');
    expect(lines.get('outside firewall')).toMatch(/TCP \d+/);
    expect(code).toBe(0);
  });

  test('a proxy that passes no upgrade and names no client', async () => {
    const { code, lines } = await examine({ headers: scheme });
    expect(lines.get('fault WebSocket')).toMatch(/status 4\d\d.*Upgrade and Connection/);
    // nginx then passes on what the client says of itself.
    expect(lines.get('fault proxy')).toContain('let the proxy add the client’s address to X-Forwarded-For');
    expect(code).toBe(1);
  });

  test('a proxy that is not trusted', async () => {
    const { lines } = await examine({ trustedProxies: 0 });
    expect(lines.get('fault proxy')).toContain('set LECTERN_TRUSTED_PROXIES=1');
  });

  test('a proxy that passes on the address that a client has made up', async () => {
    const { lines } = await examine({ headers: `${upgrade} proxy_set_header X-Forwarded-For $http_x_forwarded_for;` });
    expect(lines.get('fault proxy')).toContain('clients can name any address');
  });

  test('a certificate that has expired, without hiding what is behind it', async () => {
    const past = mkdtempSync(join(folder, 'past-'));
    makeAuthority(past, -1);
    const { code, lines } = await examine({ tls: files('localhost', past), trusted: past });
    expect(lines.get('fault TLS')).toContain('has expired');
    expect(lines.get('ok WebSocket')).toBeDefined();
    expect(code).toBe(1);
  });

  test('a certificate that is signed by itself alone', async () => {
    const other = mkdtempSync(join(folder, 'other-'));
    makeAuthority(other);
    const { lines } = await examine({ tls: files('ca', other) });
    expect(lines.get('fault TLS')).toContain('signed itself');
  });

  test('nothing behind the proxy, and nothing at the address', async () => {
    const port = await getPort();
    const settings = { LECTERN_PUBLIC_URL: `https://localhost:${String(port)}` };
    const nothing = await runDoctor(settings);
    expect(nothing.lines.get('fault TLS')).toContain('nothing listens');
    proxy = await startNginx(`location / { proxy_pass http://127.0.0.1:${String(await getPort())}; }`, {
      port,
      tls: files('localhost'),
    });
    const gateway = await runDoctor({ ...settings, NODE_EXTRA_CA_CERTS: join(folder, 'ca.crt') });
    expect(gateway.lines.get('fault service')).toContain('answers 502');
    expect(gateway.code).toBe(1);
  });
});

/** An address of this machine to which coturn relays if its settings allow that. */
const ownAddress = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .find(({ family, internal }) => family === 'IPv4' && !internal)?.address;
const hasCoturn = systemPrograms.coturn.find() !== undefined && ownAddress !== undefined;

describe.skipIf(!hasCoturn)('doctor, with coturn', () => {
  const own = ownAddress ?? '';
  let coturn: Coturn | undefined;
  afterEach(() => coturn?.close());

  /** Its lines about TURN. Nothing answers for the service. */
  async function examineTurn(urls: readonly string[], secret: string, authority = '') {
    const { output } = await runDoctor({
      LECTERN_PUBLIC_URL: `http://127.0.0.1:${String(await getPort())}`,
      LECTERN_TURN_URLS: urls.join(','),
      LECTERN_TURN_SECRET: secret,
      NODE_EXTRA_CA_CERTS: authority,
    });
    return output.split('\n').filter((line) => line.includes('TURN'));
  }

  test('allocates over UDP, TCP and TLS, and sends packets through the relay', async () => {
    coturn = await startCoturn({ addresses: ['127.0.0.1', own], relayAt: [own], allowed: [own] });
    const { port, tlsPort, secret, authorityFile } = coturn;
    const lines = await examineTurn(
      [
        `turn:${own}:${String(port)}?transport=udp`,
        `turn:${own}:${String(port)}?transport=tcp`,
        `turns:localhost:${String(tlsPort)}?transport=tcp`,
      ],
      secret,
      authorityFile,
    );
    expect(lines.filter((line) => line.startsWith('fault'))).toEqual([]);
    for (const transport of ['UDP', 'TCP', 'TLS']) {
      expect(lines).toContainEqual(expect.stringMatching(`^ok +TURN ${transport} +.*relays at ${own}`));
    }
    expect(lines).toContainEqual(expect.stringMatching(/^ok +TURN UDP +a packet from here to relay port \d+ arrives/));
    // A strict firewall lets only port 443 through.
    expect(lines).toContainEqual(expect.stringMatching(/^warning +TURN TLS .*443/));
  });

  test('another secret, a certificate that is not trusted, and nothing at the port', async () => {
    coturn = await startCoturn({ addresses: ['127.0.0.1'] });
    const unused = await getPort();
    const lines = await examineTurn(
      [
        `turn:127.0.0.1:${String(coturn.port)}`,
        `turns:localhost:${String(coturn.tlsPort)}`,
        `turn:127.0.0.1:${String(unused)}?transport=udp`,
        `turn:127.0.0.1:${String(unused)}?transport=tcp`,
      ],
      'aKq2Pz7Vw9Tn4Xc6Yd1Rf8Gh3Jm5Ls0B',
    );
    expect(lines).toEqual([
      expect.stringMatching(/^fault .*TURN UDP .*refuses to allocate \(401.*LECTERN_TURN_SECRET/),
      expect.stringMatching(/^fault .*TURN TLS .*browsers will not accept the certificate/),
      expect.stringMatching(/^fault .*TURN UDP .*no answer/),
      expect.stringMatching(/^fault .*TURN TCP .*nothing listens/),
      expect.stringMatching(/^warning .*443/),
    ]);
  });

  test('a relay into private networks', async () => {
    coturn = await startCoturn({ addresses: [own], allowed: ['0.0.0.0-255.255.255.255'] });
    const lines = await examineTurn([`turn:${own}:${String(coturn.port)}`], coturn.secret);
    expect(lines).toContainEqual(expect.stringMatching(/^fault .*relays to .*10\.0\.0\.1.*denied-peer-ip/));
  });
});
