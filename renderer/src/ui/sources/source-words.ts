/** What the presenter is told about sources, in one place and in plain words. */
import type { Oddity } from './oddity.ts';
import type { DeviceTrouble } from '../../capture/open-device.ts';
import type { ScreenTrouble } from '../../capture/screen-source.ts';
import type { SystemSoundTrouble } from '../../capture/system-sound-source.ts';

export const deviceTroubleWords = {
  camera: {
    blocked: 'The system doesn’t let Lectern use the camera. Allow it in the system’s privacy settings.',
    missing: 'No camera found. Plug one in and it appears here.',
    busy: 'Another program is using this camera. Close it there, or pick another.',
    unplugged: 'The camera is gone. It comes back when you plug it in.',
  },
  microphone: {
    blocked: 'The system doesn’t let Lectern use the microphone. Allow it in the system’s privacy settings.',
    missing: 'No microphone found. Plug one in and it appears here.',
    busy: 'Another program is using this microphone. Close it there, or pick another.',
    unplugged: 'The microphone is gone. It comes back when you plug it in.',
  },
} as const satisfies Record<string, Record<DeviceTrouble, string>>;

export const screenTroubleWords: Record<ScreenTrouble, string> = {
  blocked: 'The system doesn’t let Lectern show your screen. Allow it in the system’s privacy settings.',
  closed: 'The window you shared was closed. Choose another to go on.',
  gone: 'The screen you shared is gone. Choose another to go on.',
  unreadable: 'That gave no picture. It may have been closed. Choose again.',
};

export const systemSoundTroubleWords: Record<SystemSoundTrouble, string> = {
  blocked: 'The system doesn’t let Lectern hear the computer. Allow it in the system’s privacy settings.',
  unreadable: 'The computer’s sound can’t be reached just now. Switch it off and on to try again.',
  'not-shared': 'No sound came with what you share. Share again and say yes to sound.',
};

/** A source that is on and gives nothing. */
export const oddityWords = {
  camera: {
    black: 'The camera’s picture is black. Is something covering the lens?',
    withheld: 'The camera is on but sends no picture. Is its switch or lid closed?',
  },
  microphone: {
    silent: 'Nothing is heard from this microphone. Is it muted?',
    withheld: 'The system holds this microphone back. Is it muted there?',
  },
  screen: {
    black: 'What you share is all black. Some programs don’t let themselves be shown.',
    withheld: 'No picture comes from what you share. Is it minimised?',
  },
} as const satisfies Record<string, Partial<Record<Oddity, string>>>;

export function odditySentence(source: keyof typeof oddityWords, oddity: Oddity | null): string | null {
  const words: Partial<Record<Oddity, string>> = oddityWords[source];
  return oddity === null ? null : (words[oddity] ?? null);
}
