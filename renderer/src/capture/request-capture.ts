/** Asks for a screen, a window or the computer's sound. What is answered was chosen before, or is chosen in the system's own dialog. */

/** Newer than the types that come with TypeScript. */
interface CaptureOptions extends DisplayMediaStreamOptions {
  readonly selfBrowserSurface: 'exclude';
  readonly systemAudio: 'include' | 'exclude';
}

/** What a shared screen is sent at, at most: sharper than this costs more than watchers see. */
const SCREEN_PICTURE = { width: { max: 1920 }, height: { max: 1080 }, frameRate: { max: 30 } };

/** Music and films are no voice in a room: nothing of it may be taken for noise or echo. `restrictOwnAudio` leaves out what this app plays. */
const COMPUTER_SOUND = {
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

export async function captureScreen({ sound }: { readonly sound: boolean }): Promise<Captured> {
  const captured = await request({
    video: SCREEN_PICTURE,
    audio: sound ? COMPUTER_SOUND : false,
    selfBrowserSurface: 'exclude',
    systemAudio: sound ? 'include' : 'exclude',
  });
  // Letters stay sharp before movement stays smooth.
  captured.picture.contentHint = 'detail';
  return captured;
}

/** The picture that has to be asked for with it is dropped at once. */
export async function captureSystemSound(): Promise<MediaStreamTrack | null> {
  const { picture, sound } = await request({
    video: { width: { max: 160 }, height: { max: 90 }, frameRate: { max: 1 } },
    audio: COMPUTER_SOUND,
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
