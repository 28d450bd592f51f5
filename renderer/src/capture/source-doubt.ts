/** A source may be on and still give nothing: a muted microphone, a covered lens, a device that the system holds back. */
import { Patience } from './patience.ts';
import { isDark, PictureSample } from './picture-sample.ts';
import { SoundLevel } from './sound-level.ts';

export type SourceDoubt = 'silent' | 'black' | 'withheld';

/** One breath between sentences is no silence; a talk's opening should not be lost. */
const SILENT_AFTER_MS = 8_000;
/** A fade to black between slides is nothing to speak of. */
const BLACK_AFTER_MS = 4_000;
const LOOK_EVERY_MS = 500;
/** The least that a microphone in a quiet room gives, even after noise suppression; one that is muted gives exactly nothing. */
const SILENCE_RMS = 10 ** (-80 / 20);

interface Reading {
  readonly isPoor: () => boolean;
  readonly close: () => void;
}

function readSound(track: MediaStreamTrack): Reading {
  const level = new SoundLevel(track, LOOK_EVERY_MS);
  return { isPoor: () => level.isRunning && level.readRms() < SILENCE_RMS, close: () => level.close() };
}

function readPicture(track: MediaStreamTrack): Reading {
  const sample = new PictureSample(track);
  return {
    isPoor: () => {
      const pixels = sample.read();
      return pixels !== undefined && isDark(pixels);
    },
    close: () => sample.close(),
  };
}

/** Tells each change of what is in doubt, null where nothing is. Returns the end of watching. */
export function watchTrack(track: MediaStreamTrack, tell: (doubt: SourceDoubt | null) => void): () => void {
  const isSound = track.kind === 'audio';
  const reading = isSound ? readSound(track) : readPicture(track);
  const patience = new Patience(isSound ? SILENT_AFTER_MS : BLACK_AFTER_MS);
  const nothing: SourceDoubt = isSound ? 'silent' : 'black';
  const look = (): void => {
    const isEmpty = patience.judge(reading.isPoor(), performance.now());
    tell(track.muted ? 'withheld' : isEmpty ? nothing : null);
  };
  const timer = setInterval(look, LOOK_EVERY_MS);
  track.addEventListener('mute', look);
  track.addEventListener('unmute', look);
  return () => {
    clearInterval(timer);
    track.removeEventListener('mute', look);
    track.removeEventListener('unmute', look);
    reading.close();
  };
}
