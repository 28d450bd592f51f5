/**
 * Captures a screen, a window or the system sound. It was chosen before, or the system's own dialog
 * asks for it.
 */
import { CAPTURED_SIDE_PIXELS } from '../policy/capture.ts';

import pLimit from 'p-limit';

/**
 * A choice is granted to the next request, whichever that is. So each capture makes its choice and
 * its request before another one does.
 */
export const captureInTurn = pLimit(1);

/** TypeScript's types lack these options. */
interface CaptureOptions extends DisplayMediaStreamOptions {
  readonly selfBrowserSurface: 'exclude';
  readonly systemAudio: 'include' | 'exclude';
}

/** A screen is captured in its own size, which the scene limits by pixels, in any shape. */
const SCREEN_CONSTRAINTS = {
  width: { max: CAPTURED_SIDE_PIXELS },
  height: { max: CAPTURED_SIDE_PIXELS },
  frameRate: { max: 30 },
};

/**
 * Without voice processing, which would treat music as noise or echo. `restrictOwnAudio` leaves out
 * what this app plays.
 */
const SYSTEM_SOUND_CONSTRAINTS = {
  echoCancellation: false,
  noiseSuppression: false,
  autoGainControl: false,
  channelCount: { ideal: 2 },
  restrictOwnAudio: true,
};

export interface Captured {
  readonly picture: MediaStreamTrack;
  readonly sound: MediaStreamTrack | null;
}

/** @throws {DOMException} If it is refused or gives no picture. */
export async function captureScreen({ sound }: { readonly sound: boolean }): Promise<Captured> {
  const captured = await request({
    video: SCREEN_CONSTRAINTS,
    audio: sound ? SYSTEM_SOUND_CONSTRAINTS : false,
    selfBrowserSurface: 'exclude',
    systemAudio: sound ? 'include' : 'exclude',
  });
  // Sharp text matters more than smooth motion.
  captured.picture.contentHint = 'detail';
  return captured;
}

/**
 * The system's sound; null if the system gives none. A picture must be captured with it, and is
 * stopped at once.
 * @throws {DOMException} If it is refused.
 */
export async function captureSystemSound(): Promise<MediaStreamTrack | null> {
  const { picture, sound } = await request({
    video: { width: { max: 160 }, height: { max: 90 }, frameRate: { max: 1 } },
    audio: SYSTEM_SOUND_CONSTRAINTS,
    selfBrowserSurface: 'exclude',
    systemAudio: 'include',
  });
  picture.stop();
  return sound;
}

async function request(options: CaptureOptions): Promise<Captured> {
  const stream = await navigator.mediaDevices.getDisplayMedia(options);
  const [picture] = stream.getVideoTracks();
  const [sound] = stream.getAudioTracks();
  if (!picture) throw new DOMException('Nothing was captured.', 'NotReadableError');
  if (sound) sound.contentHint = 'music';
  return { picture, sound: sound ?? null };
}
