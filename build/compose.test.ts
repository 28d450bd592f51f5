/** Checks `compose.yaml` and the files that it mounts, without starting them. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseEnv } from 'node:util';
import { DCLinter } from 'dclint';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod/mini';
import { settingNames } from '../signaling-server/src/admin/config.ts';

const read = (name: string): string => readFileSync(join(import.meta.dirname, name), 'utf8');
const text = read('compose.yaml');

const Service = z.looseObject({
  image: z.string(),
  profiles: z.optional(z.array(z.string())),
  network_mode: z.optional(z.string()),
  ports: z._default(z.array(z.string()), []),
  environment: z._default(z.record(z.string(), z.string()), {}),
  volumes: z._default(z.array(z.string()), []),
  cap_add: z._default(z.array(z.string()), []),
  cap_drop: z.array(z.string()),
  read_only: z.boolean(),
});
const { services } = z.object({ services: z.record(z.string(), Service) }).parse(parse(text, { merge: true }));

test('the linter of compose files finds no error', () => {
  const off = [
    // The image is built here where no release is named.
    'no-build-and-image',
    // Not known to older programs; `COMPOSE_PROJECT_NAME` in .env does the same.
    'require-project-name-field',
    'service-keys-order',
    'services-alphabetical-order',
    'service-dependencies-alphabetical-order',
    'service-ports-alphabetical-order',
    'top-level-properties-order',
  ];
  const rules = Object.fromEntries(off.map((name) => [name, 0] as const));
  const linter = new DCLinter({ rules, quiet: true, debug: false, exclude: [] });
  const results = linter.lintFiles([join(import.meta.dirname, 'compose.yaml')], false);
  expect(results.flatMap(({ messages }) => messages)).toEqual([]);
});

test.each(Object.entries(services))('%s is confined, and opens no port by chance', (name, service) => {
  expect(service).toMatchObject({ read_only: true, cap_drop: ['ALL'] });
  expect(service.cap_add.filter((right) => right !== 'NET_BIND_SERVICE')).toEqual([]);
  const open = service.ports.filter((port) => !port.startsWith('127.0.0.1:'));
  expect(open).toEqual(name === 'janus' ? ['0.0.0.0:20000-20200:20000-20200/udp'] : []);
});

test('every part of others has an exact version', () => {
  const others = Object.entries(services).filter(([name]) => name !== 'lectern');
  expect(others.map(([, { image }]) => image).filter((image) => !/:v?\d+\.\d+/.test(image))).toEqual([]);
  expect(text).not.toMatch(/privileged|docker\.sock/);
});

test('TURN and https start without a profile, everything else by one', () => {
  const always = Object.keys(services).filter((name) => services[name]?.profiles === undefined);
  expect(always.toSorted()).toEqual(['caddy', 'coturn', 'front', 'lectern']);
});

test('every setting and every variable exists', () => {
  const given = Object.keys(services['lectern']?.environment ?? {});
  expect(given.filter((name) => !settingNames.includes(name))).toEqual([]);
  const example = Object.keys(parseEnv(read('env.example')));
  const unset = [...text.matchAll(/\$\{(\w+)([^}]*)\}/g)].filter(
    ([, name = '', rest = '']) => !example.includes(name) && !rest.startsWith(':-'),
  );
  expect(unset).toEqual([]);
  const settings = example.filter((name) => name.startsWith('LECTERN_'));
  expect(settings.filter((name) => !settingNames.includes(name))).toEqual([]);
});

test('what the service reads of .env is its settings: it does not start with others of that name', () => {
  const asked = `${text}${read('compose.instances.yaml')}`.matchAll(/\$\{(LECTERN_\w+)/g);
  expect([...asked].filter(([, name = '']) => !settingNames.includes(name))).toEqual([]);
});

test('every file that is mounted exists', () => {
  const mounted = Object.values(services).flatMap(({ volumes }) => volumes.map((volume) => volume.split(':')[0] ?? ''));
  const files = mounted.filter((path) => path.startsWith('./'));
  expect(files.filter((path) => !existsSync(join(import.meta.dirname, path)))).toEqual([]);
});

test('the parts agree on their ports', () => {
  const coturn = read('coturn/turnserver.conf');
  const tlsPort = /^tls-listening-port=(\d+)$/m.exec(coturn)?.[1];
  expect(read('haproxy/haproxy.cfg')).toContain(`server coturn 0.0.0.0:${String(tlsPort)}`);
  const httpsPort = /https_port (\d+)/.exec(read('caddy/Caddyfile'))?.[1];
  expect(read('haproxy/haproxy.cfg')).toContain(`server caddy 127.0.0.1:${String(httpsPort)} send-proxy-v2`);
  expect(read('caddy/Caddyfile')).toContain('reverse_proxy {$INSTANCES:127.0.0.1:8420}');
  expect(services['lectern']?.ports).toEqual(['127.0.0.1:8420:8420']);
});

test('the guide names the relay ports that coturn has', () => {
  const [, from = '', to = ''] = /^min-port=(\d+)\nmax-port=(\d+)$/m.exec(read('coturn/turnserver.conf')) ?? [];
  expect(read('../docs/admin.md')).toContain(`UDP ${from}–${to}`);
});

test('the second instance is confined like the first one, and Caddy and Prometheus know both', () => {
  const Instances = z.object({
    services: z.object({
      lectern: z.object({ environment: z.record(z.string(), z.string()) }),
      'lectern-second': Service,
      caddy: z.object({ environment: z.object({ INSTANCES: z.string() }) }),
      prometheus: z.object({ volumes: z.tuple([z.string()]) }),
    }),
  });
  const {
    lectern,
    'lectern-second': second,
    caddy,
    prometheus,
  } = Instances.parse(parse(read('compose.instances.yaml'), { merge: true })).services;
  expect(second).toMatchObject({ read_only: true, cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] });
  expect(Object.keys(second.environment).filter((name) => !settingNames.includes(name))).toEqual([]);
  expect(second.environment).toMatchObject({ ...services['lectern']?.environment, ...lectern.environment });
  const ports = [...(services['lectern']?.ports ?? []), ...second.ports].map((port) => port.replace(/:8420$/, ''));
  expect(caddy.environment.INSTANCES).toBe(ports.join(' '));
  const [file = '', place = ''] = prometheus.volumes[0].split(':');
  const metricsPort = second.environment['LECTERN_METRICS_PORT'] ?? '';
  expect(parse(read(file))).toEqual([{ targets: [`lectern-second:${metricsPort}`] }]);
  expect(read('prometheus/prometheus.yml')).toContain(`'${dirname(place)}/*.yaml'`);
});

test('the guide’s upgrade takes one instance after the other, and waits until each is healthy', () => {
  const [, loop = ''] = /```sh\n(for instance in [^`]+)```/.exec(read('../docs/reverse-proxies.md')) ?? [];
  const files = '-f build/compose.yaml -f build/compose.instances.yaml';
  // What the shell makes of it, without Docker.
  const said = execFileSync('sh', ['-euc', `docker() { echo "$@"; }\n${loop}`], { encoding: 'utf8' });
  const second = z.object({ services: z.record(z.string(), z.unknown()) }).parse(parse(read('compose.instances.yaml')));
  const instances = Object.keys(second.services).filter((name) => name.startsWith('lectern'));
  expect(said.trimEnd().split('\n')).toEqual(
    instances.map((name) => `compose ${files} up -d --no-deps --wait ${name}`),
  );
  // Without it, `--wait` would only wait until the process runs.
  expect(read('Dockerfile')).toMatch(/^HEALTHCHECK .*CMD \["lectern", "health"\]$/m);
});
