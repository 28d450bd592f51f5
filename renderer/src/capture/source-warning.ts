/**
 * Notices a source that is on and gives nothing: a microphone that is muted at its switch, or a
 * device that the system mutes. Black pictures are noticed by the scene.
 */
import { MICROPHONE_LEVEL_INTERVAL_MS, SILENT_MICROPHONE_MS } from '../policy/capture.ts';
import { LastingCondition } from './lasting-condition.ts';
import { SoundLevel } from './sound-level.ts';

/** `silent`: no sound for some seconds · `withheld`: the system mutes the track. */
export type SourceWarning = 'silent' | 'withheld';

/**
 * A microphone in a quiet room gives more than this, even after noise suppression. A muted one
 * gives exact zeros.
 */
const SILENCE_RMS = 10 ** (-80 / 20);

/** Calls `listener` with each warning, null if there is none. Returns the unsubscribe. */
export function watchTrack(track: MediaStreamTrack, listener: (warning: SourceWarning | null) => void): () => void {
  let isSilent = false;
  const update = (): void => listener(track.muted ? 'withheld' : isSilent ? 'silent' : null);
  track.addEventListener('mute', update);
  track.addEventListener('unmute', update);
  const stopListening =
    track.kind === 'audio'
      ? watchSilence(track, (silent) => {
          isSilent = silent;
          update();
        })
      : undefined;
  update();
  return () => {
    track.removeEventListener('mute', update);
    track.removeEventListener('unmute', update);
    stopListening?.();
  };
}

function watchSilence(track: MediaStreamTrack, listener: (isSilent: boolean) => void): () => void {
  const level = new SoundLevel(track, MICROPHONE_LEVEL_INTERVAL_MS);
  const silence = new LastingCondition(SILENT_MICROPHONE_MS);
  const timer = setInterval(() => {
    const isSilent = level.isRunning && level.readRms() < SILENCE_RMS;
    listener(silence.update(isSilent, performance.now()));
  }, MICROPHONE_LEVEL_INTERVAL_MS);
  return () => {
    clearInterval(timer);
    level.close();
  };
}
