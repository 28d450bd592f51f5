/** The report on the broadcast for the desktop, and which of several problems it names. */
import { expect, test } from 'vitest';
import { initialPresenterState } from '../session/presenter-state.ts';
import { liveReportOf, type LiveFacts, type TroubleSentences } from './live-report.ts';

/** Each trouble is its own sentence here. */
const sentences: TroubleSentences = {
  'service-unreachable': 'service-unreachable',
  'service-lost': 'service-lost',
  replaced: 'replaced',
  'ended-by-admin': 'ended-by-admin',
  revoked: 'revoked',
  'app-too-old': 'app-too-old',
  'service-too-old': 'service-too-old',
  'service-set-up-wrongly': 'service-set-up-wrongly',
  'key-refused': 'key-refused',
  'presenter-key-missing': 'presenter-key-missing',
  'presenter-key-refused': 'presenter-key-refused',
  'sign-in-missing': 'sign-in-missing',
  'sign-in-expired': 'sign-in-expired',
  'sign-in-refused': 'sign-in-refused',
  'service-busy': 'service-busy',
  'sound-server': 'sound-server',
  microphone: 'microphone',
  'system-sound': 'system-sound',
  screen: 'screen',
  camera: 'camera',
};

const calm: LiveFacts = {
  session: { ...initialPresenterState, signaling: { name: 'open' }, air: 'live' },
  audience: { connected: 3, joining: 1, interrupted: 2 },
  camera: { name: 'off' },
  microphone: { name: 'starting' },
  screen: { name: 'off' },
  systemSound: { name: 'off' },
  soundServer: 'unknown',
  recording: false,
};

test('live without trouble', () => {
  expect(liveReportOf(calm, sentences)).toEqual({
    air: 'live',
    trouble: null,
    watching: 3,
    withoutPicture: 3,
    microphoneOn: true,
    cameraOn: false,
    screenOn: false,
    capturedDisplayId: null,
    recording: false,
  });
});

test('sound that is missing is reported with its reason', () => {
  const silent: LiveFacts = { ...calm, systemSound: { name: 'failed', trouble: 'unreadable' } };
  expect(liveReportOf(silent, sentences).trouble).toBe('system-sound');
  const deaf: LiveFacts = { ...silent, microphone: { name: 'failed', trouble: 'unplugged' } };
  expect(liveReportOf(deaf, sentences).trouble).toBe('microphone');
  expect(liveReportOf({ ...deaf, soundServer: 'away' }, sentences).trouble).toBe('sound-server');
});

test('trouble is reported only on air, the service’s before a device’s', () => {
  const failed: LiveFacts = { ...calm, microphone: { name: 'failed', trouble: 'unplugged' } };
  expect(liveReportOf(failed, sentences).trouble).toBe('microphone');
  const lost: LiveFacts = { ...failed, session: { ...failed.session, signaling: { name: 'lost' } } };
  expect(liveReportOf(lost, sentences).trouble).toBe('service-lost');
  const alone: LiveFacts = { ...lost, audience: { ...lost.audience, connected: 0 } };
  expect(liveReportOf(alone, sentences).trouble).toBe('service-unreachable');
  expect(liveReportOf({ ...lost, session: { ...lost.session, air: 'off' } }, sentences).trouble).toBeNull();
});
