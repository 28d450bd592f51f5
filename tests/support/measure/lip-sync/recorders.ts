/** Record what a watcher's page shows and plays. Both run in the page, and only in Chromium. */

export interface PictureSample {
  /** When the frame is shown, on the page's clock. */
  readonly atMs: number;
  /** 0 to 255. */
  readonly brightness: number;
}

/** About ten milliseconds of sound, as handed to the loudspeaker. */
export interface SoundBlock {
  readonly handedOverMs: number;
  /** The time of its first sample since the recording began, on the loudspeaker's clock. */
  readonly startMs: number;
  /** One energy for each millisecond. */
  readonly energies: readonly number[];
}

declare global {
  interface Window {
    recordedPicture: PictureSample[];
    recordedSound: SoundBlock[];
  }
}

export function recordPicture(): void {
  const samples: PictureSample[] = [];
  window.recordedPicture = samples;
  const context = new OffscreenCanvas(4, 4).getContext('2d', { willReadFrequently: true });
  const sampleNext = (video: HTMLVideoElement): void => {
    video.requestVideoFrameCallback((_now, { expectedDisplayTime }) => {
      context?.drawImage(video, 0, 0, 4, 4);
      const [brightness = 0] = context?.getImageData(1, 1, 1, 1).data ?? [];
      samples.push({ atMs: expectedDisplayTime, brightness });
      sampleNext(video);
    });
  };
  // A page that replaces its link has two videos for a moment; the one that plays counts.
  const playing = [...document.querySelectorAll('video')].find((video) => !video.paused && video.videoWidth > 0);
  if (!playing) throw new Error('no picture plays here');
  sampleNext(playing);
}

export async function recordSound(): Promise<void> {
  const blocks: SoundBlock[] = [];
  window.recordedSound = blocks;
  const streams = [...document.querySelectorAll('video, audio')].map((element) =>
    element instanceof HTMLMediaElement ? element.srcObject : null,
  );
  const [track] = streams.flatMap((stream) => (stream instanceof MediaStream ? stream.getAudioTracks() : []));
  if (!track) throw new Error('no sound plays here');
  const reader = new MediaStreamTrackProcessor({ track, maxBufferSize: 200 }).readable.getReader();
  let startMs = 0;
  const next = async (): Promise<void> => {
    const { value: data } = await reader.read();
    const handedOverMs = performance.now();
    if (!data) return;
    const samples = new Float32Array(data.numberOfFrames);
    data.copyTo(samples, { planeIndex: 0, format: 'f32-planar' });
    const perMs = data.sampleRate / 1000;
    const energies = Array.from({ length: Math.round(samples.length / perMs) }, (_, ms) =>
      samples.subarray(ms * perMs, (ms + 1) * perMs).reduce((sum, sample) => sum + sample * sample, 0),
    );
    blocks.push({ handedOverMs, startMs, energies });
    startMs += samples.length / perMs;
    data.close();
    void next();
  };
  void next();
}
