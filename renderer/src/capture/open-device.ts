/** Opens a camera or microphone, and says in one word what was wrong where it could not. */
import type { DeviceChoice } from '@lectern/bridge';

export type DeviceKind = 'camera' | 'microphone';
export type DeviceTrouble = 'blocked' | 'missing' | 'busy' | 'unplugged';

export type Opened =
  /** `device` is what really answers. */
  | { readonly name: 'on'; readonly track: MediaStreamTrack; readonly device: DeviceChoice }
  | { readonly name: 'failed'; readonly trouble: DeviceTrouble };

/** Of a camera, unless the presenter's quality says otherwise: what one encoder serves comfortably. */
export const USUAL_HEIGHT = 720;

/** 16 to 9, at 30 frames a second. Voice processing stays on: rooms echo. */
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

/** Without an id, the system's default. */
export async function openDevice(kind: DeviceKind, id?: string, height: number = USUAL_HEIGHT): Promise<Opened> {
  try {
    const stream = await navigator.mediaDevices.getUserMedia(constraintsOf[kind](id, height));
    const [track] = stream.getTracks();
    if (!track) return { name: 'failed', trouble: 'missing' };
    return { name: 'on', track, device: { id: track.getSettings().deviceId ?? '', label: track.label } };
  } catch (error) {
    return { name: 'failed', trouble: troubleOf(error) };
  }
}

function troubleOf(error: unknown): DeviceTrouble {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'blocked';
  if (name === 'NotReadableError' || name === 'AbortError') return 'busy';
  return 'missing';
}
