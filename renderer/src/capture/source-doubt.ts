/** A source may be on and still give nothing: a microphone muted at its switch, a device that the system holds back. The scene sees black pictures. */
import { Patience } from './patience.ts';
import { SoundLevel } from './sound-level.ts';

export type SourceDoubt = 'silent' | 'withheld';

/** One breath between sentences is no silence; a talk's opening should not be lost. */
const SILENT_AFTER_MS = 8_000;
const LISTEN_EVERY_MS = 500;
/** The least that a microphone in a quiet room gives, even after noise suppression; one that is muted gives exactly nothing. */
const SILENCE_RMS = 10 ** (-80 / 20);

/** Tells each change of what is in doubt, null where nothing is. Returns the end of watching. */
export function watchTrack(track: MediaStreamTrack, tell: (doubt: SourceDoubt | null) => void): () => void {
  let isSilent = false;
  const judge = (): void => tell(track.muted ? 'withheld' : isSilent ? 'silent' : null);
  track.addEventListener('mute', judge);
  track.addEventListener('unmute', judge);
  const hear = (silent: boolean): void => {
    isSilent = silent;
    judge();
  };
  const stopListening = track.kind === 'audio' ? listen(track, hear) : undefined;
  judge();
  return () => {
    track.removeEventListener('mute', judge);
    track.removeEventListener('unmute', judge);
    stopListening?.();
  };
}

function listen(track: MediaStreamTrack, tell: (isSilent: boolean) => void): () => void {
  const level = new SoundLevel(track, LISTEN_EVERY_MS);
  const patience = new Patience(SILENT_AFTER_MS);
  const timer = setInterval(() => {
    const isPoor = level.isRunning && level.readRms() < SILENCE_RMS;
    tell(patience.judge(isPoor, performance.now()));
  }, LISTEN_EVERY_MS);
  return () => {
    clearInterval(timer);
    level.close();
  };
}
