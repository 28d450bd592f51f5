import { expect, test } from 'vitest';
import { initialPresenterState } from '../session/presenter-state.ts';
import { liveReportOf, type LiveFacts } from './live-report.ts';

const calm: LiveFacts = {
  session: { ...initialPresenterState, signaling: { name: 'open' }, air: 'live' },
  audience: { connected: 3, joining: 1, interrupted: 2 },
  camera: { name: 'off' },
  microphone: { name: 'starting' },
  screen: { name: 'off' },
  recording: false,
};

test('live and well', () => {
  expect(liveReportOf(calm)).toEqual({
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

test('trouble is said while on air, the service’s before a device’s, and not before', () => {
  const failed: LiveFacts = { ...calm, microphone: { name: 'failed', trouble: 'unplugged' } };
  expect(liveReportOf(failed).trouble).toContain('microphone');
  const lost: LiveFacts = { ...failed, session: { ...failed.session, signaling: { name: 'lost' } } };
  expect(liveReportOf(lost).trouble).toContain('Your watchers still see you');
  expect(liveReportOf({ ...lost, session: { ...lost.session, air: 'off' } }).trouble).toBeNull();
});
