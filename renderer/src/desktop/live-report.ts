/** The report to the desktop about being live, gathered from what the page knows. Pure. */
import { UNKNOWN_DISPLAY, type LiveReport, type SoundServer } from '@lectern/bridge';
import type { DeviceState } from '../capture/device-source.ts';
import type { ScreenState } from '../capture/screen-source.ts';
import type { SystemSoundState } from '../capture/system-sound-source.ts';
import type { LinkCounts } from '../fan-out/direct-fan-out.ts';
import type { PresenterState } from '../session/presenter-state.ts';
import { shownTrouble, statusOf, type ShownTrouble } from '../session/presenter-status.ts';

export interface LiveFacts {
  readonly session: PresenterState;
  readonly audience: LinkCounts;
  readonly camera: DeviceState;
  readonly microphone: DeviceState;
  readonly screen: ScreenState;
  readonly systemSound: SystemSoundState;
  /** `away` only while sound is missing. */
  readonly soundServer: SoundServer;
  readonly recording: boolean;
}

type LiveTrouble = ShownTrouble | 'sound-server' | 'microphone' | 'system-sound' | 'screen' | 'camera';
/** The sentence that tray, strip and notifications show for each trouble. */
export type TroubleSentences = Readonly<Record<LiveTrouble, string>>;

export function liveReportOf(facts: LiveFacts, sentences: TroubleSentences): LiveReport {
  const { session, audience, camera, microphone, screen, recording } = facts;
  const trouble = session.air === 'off' ? null : troubleOf(facts);
  return {
    air: session.air,
    trouble: trouble && sentences[trouble],
    watching: audience.connected,
    withoutPicture: audience.joining + audience.interrupted,
    // As on their buttons: what the presenter asked for. `trouble` says what does not work.
    microphoneOn: microphone.name !== 'off',
    cameraOn: camera.name !== 'off',
    screenOn: screen.name === 'on',
    capturedDisplayId: displayOf(screen),
    recording,
  };
}

/** The most serious trouble first. */
function troubleOf(facts: LiveFacts): LiveTrouble | null {
  const { session, audience, camera, microphone, screen, systemSound, soundServer } = facts;
  const status = statusOf(session);
  if (status.name === 'trouble') return shownTrouble(status, audience.connected);
  if (soundServer === 'away') return 'sound-server';
  if (microphone.name === 'failed') return 'microphone';
  if (systemSound.name === 'failed') return 'system-sound';
  if (screen.name === 'failed') return 'screen';
  return camera.name === 'failed' ? 'camera' : null;
}

function displayOf(screen: ScreenState): string | null {
  if (screen.name !== 'on' || screen.kind !== 'screen') return null;
  return screen.displayId ?? UNKNOWN_DISPLAY;
}
