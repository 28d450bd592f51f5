/** Runs `janus/start.sh` without a Janus, and reads what it has written for one. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { OLDEST_JANUS, SERVER_NAME } from '../signaling-server/src/relay/janus/server-info.ts';

const SECRET = 'kJ8w2LqZ5nR7vT1xYb4cD6fG9hM3pS0u';
const read = (name: string): string => readFileSync(join(import.meta.dirname, name), 'utf8');

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function start(variables: Readonly<Record<string, string>>) {
  const run = mkdtempSync(join(tmpdir(), 'lectern-janus-'));
  folders.push(run);
  const env = { PATH: process.env['PATH'] ?? '', JANUS: 'echo', RUN_FOLDER: run, ...variables };
  const result = spawnSync(join(import.meta.dirname, 'janus/start.sh'), ['--version'], { env, encoding: 'utf8' });
  const files = readdirSync(run).map((name) => ({
    name,
    path: join(run, name),
    text: readFileSync(join(run, name), 'utf8'),
  }));
  return { ...result, run, files, all: files.map(({ text }) => text).join('\n') };
}

test('every file is filled in, for its owner alone, and the command line has no secret', () => {
  const { status, stdout, run, files, all } = start({ RELAY_SECRET: SECRET });
  expect({ status, stdout }).toEqual({ status: 0, stdout: `--configs-folder=${run} --version\n` });
  const sources = readdirSync(join(import.meta.dirname, 'janus')).filter((name) => name.endsWith('.jcfg'));
  expect(files.map(({ name }) => name)).toEqual(sources);
  for (const { path } of files) expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(all).not.toContain('@');
  // API, Admin API, and the keys of two plugins.
  expect(all.split(SECRET)).toHaveLength(5);
  expect(all).toContain(`server_name = "${SERVER_NAME}"`);
  expect(all).toMatch(/ws_port = 8188\n\s*ws_ip = "127\.0\.0\.1"/);
  expect(all).toMatch(/admin_ws_port = 7188\n\s*admin_ws_ip = "127\.0\.0\.1"/);
  expect(all).not.toMatch(/nat_1_1_mapping|ice_enforce_list|plugins_folder/);
});

test('what is set is in the files', () => {
  const { all } = start({
    RELAY_SECRET: SECRET,
    API_ADDRESS: '10.0.0.5',
    API_PORT: '9188',
    PUBLIC_ADDRESS: '203.0.113.7',
    MEDIA_ADDRESS: 'eth0',
    MEDIA_PORTS: '20000-20200',
    EVENT_LOOPS: '3',
    JANUS_FOLDER: '/opt/janus',
  });
  for (const line of [
    'ws_ip = "10.0.0.5"',
    'ws_port = 9188',
    'admin_ws_port = 8188',
    'nat_1_1_mapping = "203.0.113.7"',
    'ice_enforce_list = "eth0"',
    'rtp_port_range = "20000-20200"',
    'event_loops = 3',
    'transports_folder = "/opt/janus/transports"',
  ]) {
    expect(all).toContain(line);
  }
});

test.each([
  ['no secret', {}, /RELAY_SECRET/],
  ['a short one', { RELAY_SECRET: 'janusrocks' }, /at least 32 random bytes/],
  ['one that would break its line', { RELAY_SECRET: `${SECRET}"; ws_ip = "0.0.0.0` }, /letters, digits/],
])('with %s it does not start', (_what, variables, reason) => {
  const { status, stderr, stdout } = start(variables);
  expect(status).not.toBe(0);
  expect(stderr).toMatch(reason);
  expect(stdout).toBe('');
});

test('the guide, the image and the compose file have its version and ports', () => {
  const script = read('janus/start.sh');
  const guide = read('../docs/admin.md');
  for (const name of ['MEDIA_PORTS', 'FEED_PORTS']) {
    const [, from = '', to = ''] = new RegExp(`${name}:-(\\d+)-(\\d+)`).exec(script) ?? [];
    expect(guide).toContain(`${from}–${to}`);
  }
  expect(guide).toContain(`Janus ${OLDEST_JANUS} or newer`);
  expect(read('compose.yaml')).toContain(`canyan/janus-gateway:${OLDEST_JANUS}`);
});
