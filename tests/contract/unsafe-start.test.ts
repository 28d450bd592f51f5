/**
 * The program itself: an unsafe service does not start in production, and says all that is to be
 * set.
 */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { runServiceCommand } from '../support/service/run-command.ts';
import { startServiceProcess, type ServiceProcess } from '../support/service/service-process.ts';

let service: ServiceProcess | undefined;
afterEach(() => service?.stop());

/** The settings that the message names. */
async function refused(settings: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const { code, out, errors } = await runServiceCommand([], { NODE_ENV: 'production', ...settings });
  expect([code, out]).toEqual([1, '']);
  return [...errors.matchAll(/^- ([\w ]+):/gm)].map(([, name = '']) => name);
}

test('with nothing set, production names the public URL and who may present', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'lectern-service-'));
  const named = await refused({ LECTERN_DATA_DIR: dataDir });
  expect(new Set(named)).toEqual(new Set(['LECTERN_PUBLIC_URL', 'LECTERN_PRESENTING']));
});

test('everything that is wrong is named at once: settings, files and the data folder', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lectern-service-'));
  const [keys, empty] = [join(folder, 'presenter-keys'), join(folder, 'empty')];
  writeFileSync(keys, 'password\nchange-me-change-me-change-me\n');
  writeFileSync(empty, '\n');
  const named = await refused({
    LECTERN_PUBLIC_URL: 'http://lectern.example',
    LECTERN_DATA_DIR: '/dev/null/data',
    LECTERN_PRESENTER_KEYS: keys,
    LECTERN_TURN_URLS: 'turn:turn.example.net:3478',
    LECTERN_TURN_SECRET: 'changemechangeme',
    LECTERN_OLD_TOKEN_SECRET_FILE: empty,
    LECTERN_PROT: '8420',
  });
  expect(named.toSorted()).toEqual([
    'LECTERN_DATA_DIR',
    'LECTERN_OLD_TOKEN_SECRET_FILE',
    'LECTERN_PRESENTER_KEYS',
    'LECTERN_PRESENTER_KEYS',
    'LECTERN_PROT',
    'LECTERN_PUBLIC_URL',
    'LECTERN_TURN_SECRET',
  ]);
});

test('with a public https URL and keys it starts', async () => {
  service = await startServiceProcess(
    { NODE_ENV: 'production', LECTERN_PUBLIC_URL: 'https://lectern.example', LECTERN_PRESENTING: 'keys' },
    'source',
  );
  expect(await (await fetch(`${service.url}/version`)).json()).toMatchObject({ presenting: 'key-required' });
});
