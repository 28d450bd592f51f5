/** Which Janus may be used, by its version and configuration. */
import { expect, test } from 'vitest';
import { isNewEnough, readServerInfo, whyNotUsable } from './server-info.ts';

test.each([
  ['1.4.1', true],
  ['1.4.2', true],
  ['1.4.10', true],
  ['1.10.0', true],
  ['2.0.0', true],
  ['1.4.1-1+b2', true],
  ['1.4', false],
  ['1.4.0', false],
  ['1.3.3', false],
  ['1.1.2', false],
  ['0.15.4', false],
  ['', false],
  ['master', false],
])('Janus %s: %s', (version, isUsed) => {
  expect(isNewEnough(version)).toBe(isUsed);
});

const info = {
  janus: 'server_info',
  version_string: '1.4.1',
  'server-name': 'lectern',
  api_secret: true,
  'session-timeout': 60,
  'reclaim-session-timeout': 60,
  plugins: { 'janus.plugin.videoroom': {}, 'janus.plugin.streaming': {} },
  transports: { 'janus.transport.websockets': {} },
} as const;

function judge(changes: Record<string, unknown>): string | undefined {
  const read = readServerInfo({ ...info, ...changes });
  return read === undefined ? 'unreadable' : whyNotUsable(read);
}

test('one with the configuration that we ship is used', () => {
  expect(judge({})).toBeUndefined();
});

test.each([
  ['an old version', { version_string: '1.1.2' }, /version 1\.1\.2, and 1\.4\.1 is the oldest/],
  ['the name of a default', { 'server-name': 'MyJanusInstance' }, /not loaded the configuration.*MyJanusInstance/],
  ['no secret', { api_secret: false }, /its API needs no secret/],
  ['sessions that end with their connection', { 'reclaim-session-timeout': 0 }, /keeps no session/],
  ['plain media', { webrtc_encryption: false }, /does not encrypt/],
  ['a plugin missing', { plugins: { 'janus.plugin.streaming': {} } }, /janus\.plugin\.videoroom not loaded/],
  [
    'one plugin too many',
    { plugins: { ...info.plugins, 'janus.plugin.echotest': {} } },
    /janus\.plugin\.echotest loaded/,
  ],
  [
    'another transport',
    { transports: { ...info.transports, 'janus.transport.http': {} } },
    /janus\.transport\.http loaded/,
  ],
  ['another program', { version_string: 3 }, /unreadable/],
])('%s is refused, and the reason names it', (_what, changes, reason) => {
  expect(judge(changes)).toMatch(reason);
});
