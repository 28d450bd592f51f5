/** Opens a camera or microphone. */
import log from 'loglevel';
import type { DeviceChoice } from '@lectern/bridge';

const logger = log.getLogger('capture');

export type DeviceKind = 'camera' | 'microphone';
/**
 * `blocked`: not permitted · `missing`: no such device · `busy`: in use · `unplugged`: removed
 * while it was on.
 */
export type DeviceTrouble = 'blocked' | 'missing' | 'busy' | 'unplugged';

export type Opened =
  /** `device` is the device that was opened. */
  | { readonly name: 'on'; readonly track: MediaStreamTrack; readonly device: DeviceChoice }
  | { readonly name: 'failed'; readonly trouble: DeviceTrouble };

/** Height of a camera's picture until the presenter's quality is known, in pixels. */
export const DEFAULT_HEIGHT = 720;

/**
 * Cameras: 16:9 at 30 frames a second. Microphones: the browser's echo cancellation and noise
 * suppression stay on.
 */
const constraintsOf = {
  camera: (id: string | undefined, height: number): MediaStreamConstraints => ({
    video: {
      width: { ideal: Math.round((height * 16) / 9) },
      height: { ideal: height },
      frameRate: { ideal: 30 },
      ...(id ? { deviceId: { exact: id } } : {}),
    },
  }),
  microphone: (id: string | undefined): MediaStreamConstraints => ({
    audio: { channelCount: { ideal: 2 }, ...(id ? { deviceId: { exact: id } } : {}) },
  }),
} as const;

/** Opens the system's default without an id. `height` is for cameras, in pixels. */
export async function openDevice(kind: DeviceKind, id?: string, height: number = DEFAULT_HEIGHT): Promise<Opened> {
  try {
    const stream = await navigator.mediaDevices.getUserMedia(constraintsOf[kind](id, height));
    const [track] = stream.getTracks();
    if (!track) return { name: 'failed', trouble: 'missing' };
    return { name: 'on', track, device: { id: track.getSettings().deviceId ?? '', label: track.label } };
  } catch (error) {
    logger.debug(`The ${kind} was not opened:`, error);
    return { name: 'failed', trouble: troubleOf(error) };
  }
}

function troubleOf(error: unknown): DeviceTrouble {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'blocked';
  if (name === 'NotReadableError' || name === 'AbortError') return 'busy';
  return 'missing';
}
