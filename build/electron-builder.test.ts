/** Contents of the packages, their signatures, and the source of updates. */
import { validateConfiguration } from 'app-builder-lib/out/util/config/config.js';
import { DebugLogger } from 'builder-util';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packageConfig } from './electron-builder.ts';
import { readPackagingEnvironment, signingSentence } from './packaging-environment.ts';

/** The first validation loads and compiles the whole schema, which is slow on a busy machine. */
const SCHEMA_TIMEOUT_MS = 60_000;

const azure = {
  AZURE_SIGNING_ENDPOINT: 'https://weu.codesigning.azure.net',
  AZURE_SIGNING_ACCOUNT: 'lectern',
  AZURE_SIGNING_PROFILE: 'release',
  AZURE_SIGNING_PUBLISHER: 'Lectern',
};
const apple = { CSC_LINK: 'file.p12', APPLE_API_KEY: 'key.p8', APPLE_API_KEY_ID: 'id', APPLE_API_ISSUER: 'issuer' };

const configFor = (env: Record<string, string>) =>
  packageConfig({
    environment: readPackagingEnvironment(env),
    iconsFolder: 'release/icons',
    outFolder: 'release',
    electron: { folder: '/electron', version: '45.4.1' },
  });

test.each([
  ['nothing signed, no updates', {}],
  ['updates', { LECTERN_UPDATES: 'https://lectern.example/updates' }],
  ['signed everywhere', { ...apple, ...azure }],
])('electron-builder accepts the configuration: %s', { timeout: SCHEMA_TIMEOUT_MS }, async (_name, env) => {
  await expect(validateConfiguration(configFor(env), new DebugLogger(false))).resolves.toBeUndefined();
});

test('an unknown option is reported', async () => {
  const config = { ...configFor({}), nsis: { oneClick: true, perPlanet: true } };
  await expect(validateConfiguration(config, new DebugLogger(false))).rejects.toThrow(/configuration.nsis/);
});

test('only the bundles are packed, without source maps', () => {
  const { files } = configFor({});
  expect(files).toEqual(expect.arrayContaining(['package.json', '!**/*.map', '!**/node_modules/**']));
});

test('with a signature the hardened runtime is on; without one the app is signed ad hoc and does not update itself', () => {
  const updates = { LECTERN_UPDATES: 'https://lectern.example/updates' };
  expect(configFor(updates).mac).toMatchObject({
    identity: '-',
    hardenedRuntime: false,
    notarize: false,
    publish: null,
  });
  const signed = configFor({ ...updates, ...apple });
  expect(signed.mac).toMatchObject({ hardenedRuntime: true, notarize: true });
  expect(signed.mac).not.toHaveProperty('identity');
  expect(signed.mac).not.toHaveProperty('publish');
  expect(configFor({ CSC_LINK: 'file.p12' }).mac).toMatchObject({ hardenedRuntime: true, notarize: false });
});

test('macOS has a reason for everything that the entitlements allow', async () => {
  const entitlements = await readFile(join(import.meta.dirname, 'entitlements.mac.plist'), 'utf8');
  const keys = [...entitlements.matchAll(/<key>(.*?)<\/key>/g)].map((match) => match[1]);
  expect(keys).toEqual([
    'com.apple.security.cs.allow-jit',
    'com.apple.security.device.camera',
    'com.apple.security.device.audio-input',
  ]);
  const info: unknown = configFor({}).mac?.extendInfo;
  for (const name of ['Camera', 'Microphone', 'AudioCapture', 'ScreenCapture']) {
    expect(info).toHaveProperty(`NS${name}UsageDescription`, expect.stringMatching(/^Lectern .*\.$/));
  }
});

test.each([
  'http://lectern.example/updates',
  'https://user:secret@lectern.example',
  'ftp://lectern.example',
  'lectern.example',
])('%s is refused as the source of updates', (url) => {
  expect(() => readPackagingEnvironment({ LECTERN_UPDATES: url })).toThrow(/https:\/\/ address/);
});

test('an empty variable counts as missing', () => {
  const environment = readPackagingEnvironment({
    LECTERN_UPDATES: '',
    CSC_LINK: '',
    WIN_CSC_LINK: '',
    AZURE_SIGNING_ENDPOINT: '',
  });
  expect(environment).toMatchObject({ updatesUrl: undefined, mac: 'unsigned', windows: 'unsigned' });
});

test('the sentence about the package says whether it is signed', () => {
  const unsigned = readPackagingEnvironment({});
  expect(signingSentence(unsigned, 'darwin')).toContain('not signed');
  expect(signingSentence(unsigned, 'win32')).toContain('not signed');
  expect(signingSentence(readPackagingEnvironment(apple), 'darwin')).toContain('notarised');
  expect(signingSentence(readPackagingEnvironment(azure), 'win32')).toBe('The app is signed.');
});
