/** What the machine is told about being live, gathered from what the page knows. Pure. */
import { UNKNOWN_DISPLAY, type LiveReport } from '@lectern/bridge';
import type { DeviceState } from '../capture/device-source.ts';
import type { ScreenState } from '../capture/screen-source.ts';
import type { AudienceCount } from '../fan-out/direct-fan-out.ts';
import type { PresenterState } from '../session/presenter-state.ts';
import { statusOf } from '../session/presenter-status.ts';
import { troubleSentence } from '../ui/words.ts';

export interface LiveFacts {
  readonly session: PresenterState;
  readonly audience: Pick<AudienceCount, 'connected' | 'joining' | 'interrupted'>;
  readonly camera: DeviceState;
  readonly microphone: DeviceState;
  readonly screen: ScreenState;
  readonly recording: boolean;
}

export function liveReportOf(facts: LiveFacts): LiveReport {
  const { session, audience, camera, microphone, screen, recording } = facts;
  return {
    air: session.air,
    trouble: session.air === 'off' ? null : troubleOf(facts),
    watching: audience.connected,
    withoutPicture: audience.joining + audience.interrupted,
    // As their buttons say: on is what was asked for, and trouble says where it does not work.
    microphoneOn: microphone.name !== 'off',
    cameraOn: camera.name !== 'off',
    screenOn: screen.name === 'on',
    capturedDisplayId: displayOf(screen),
    recording,
  };
}

function troubleOf({ session, audience, camera, microphone, screen }: LiveFacts): string | null {
  const status = statusOf(session);
  if (status.name === 'trouble') return troubleSentence(status, audience.connected);
  if (microphone.name === 'failed') return 'Your microphone doesn’t work just now. Watchers don’t hear you.';
  if (screen.name === 'failed') return 'Your screen isn’t shared any more.';
  return camera.name === 'failed' ? 'Your camera doesn’t work just now.' : null;
}

function displayOf(screen: ScreenState): string | null {
  if (screen.name !== 'on' || screen.kind !== 'screen') return null;
  return screen.displayId ?? UNKNOWN_DISPLAY;
}
