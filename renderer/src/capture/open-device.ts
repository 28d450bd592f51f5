/** Opens a camera or microphone. */
import log from 'loglevel';
import type { DeviceChoice } from '@lectern/bridge';
import type { SoundContent } from '@lectern/steering';
import { CAMERA_MODE_FPS } from '../policy/capture.ts';

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

/** The requested properties of a device. */
export interface DeviceWish {
  /** Of a camera's picture, in pixels. */
  readonly height: number;
  /** Of a microphone. */
  readonly sound: SoundContent;
}

/** `resizeMode` is missing in TypeScript's types (W3C, mediacapture-streams). */
interface CameraConstraints extends MediaTrackConstraints {
  advanced: (MediaTrackConstraintSet & { readonly resizeMode?: 'none' })[];
}

/**
 * A camera gives one of its own modes, in its own shape: by default Chromium would crop it to 16:9.
 * Large and fast modes are preferred. Both wishes are `advanced`, so a camera or browser that
 * cannot fulfil them still opens.
 */
const cameraConstraints = (id: string | undefined, height: number): CameraConstraints => ({
  width: { ideal: Math.round((height * 16) / 9) },
  height: { ideal: height },
  frameRate: { ideal: 30 },
  advanced: [{ resizeMode: 'none' }, { height: { min: height }, frameRate: { min: CAMERA_MODE_FPS } }],
  ...(id ? { deviceId: { exact: id } } : {}),
});

/** The browser's processing, which is on unless switched off. It takes a held note for noise. */
const UNPROCESSED = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };

const constraintsOf = {
  camera: (id: string | undefined, { height }: DeviceWish): MediaStreamConstraints => ({
    video: cameraConstraints(id, height),
  }),
  microphone: (id: string | undefined, { sound }: DeviceWish): MediaStreamConstraints => ({
    audio: {
      channelCount: { ideal: 2 },
      ...(sound === 'music' ? UNPROCESSED : {}),
      ...(id ? { deviceId: { exact: id } } : {}),
    },
  }),
} as const;

/** Opens the system's default without an id. */
export async function openDevice(kind: DeviceKind, id: string | undefined, wish: DeviceWish): Promise<Opened> {
  try {
    const stream = await navigator.mediaDevices.getUserMedia(constraintsOf[kind](id, wish));
    const [track] = stream.getTracks();
    if (!track) return { name: 'failed', trouble: 'missing' };
    if (kind === 'microphone') track.contentHint = wish.sound;
    return { name: 'on', track, device: { id: track.getSettings().deviceId ?? '', label: track.label } };
  } catch (error) {
    logger.debug(`The ${kind} was not opened:`, error);
    return { name: 'failed', trouble: troubleOf(error) };
  }
}

/** Whether the browser still processes the sound of a microphone that picks up music. */
export function isProcessed(track: MediaStreamTrack): boolean {
  const { echoCancellation, noiseSuppression, autoGainControl } = track.getSettings();
  return [echoCancellation, noiseSuppression, autoGainControl].some(
    (setting) => setting !== undefined && setting !== false,
  );
}

function troubleOf(error: unknown): DeviceTrouble {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'blocked';
  if (name === 'NotReadableError' || name === 'AbortError') return 'busy';
  return 'missing';
}
