/** Sources that need no device: one colour that can be changed, and a tone. */

export interface ColouredSource {
  readonly track: MediaStreamTrack;
  /** Draws a frame in the new colour at once, in the same task. */
  paint(colour: string): void;
  stop(): void;
}

/** At zero frames a second, a frame is drawn only when the colour changes. */
export function colouredSource(size: { width: number; height: number }, colour: string, fps: number): ColouredSource {
  const canvas = Object.assign(document.createElement('canvas'), size);
  const context = canvas.getContext('2d');
  const [track] = canvas.captureStream(0).getVideoTracks();
  if (!context || !(track instanceof CanvasCaptureMediaStreamTrack)) throw new Error('no canvas here');
  let now = colour;
  const draw = (): void => {
    context.fillStyle = now;
    context.fillRect(0, 0, size.width, size.height);
    track.requestFrame();
  };
  draw();
  const timer = fps > 0 ? setInterval(draw, 1000 / fps) : undefined;
  // A still screen sends its last frame to a new reader. A canvas does not, so it is drawn once
  // more.
  if (fps === 0) setTimeout(draw, 300);
  return {
    track,
    paint: (next) => {
      now = next;
      draw();
    },
    stop: () => {
      clearInterval(timer);
      track.stop();
    },
  };
}

export interface Tone {
  readonly track: MediaStreamTrack;
  setVolume(volume: number): void;
}

/** `side`: -1 is left, 1 is right. */
export function tone(context: AudioContext, frequency: number, volume: number, side = 0): Tone {
  const source = new OscillatorNode(context, { frequency });
  const gain = new GainNode(context, { gain: volume });
  const out = context.createMediaStreamDestination();
  source
    .connect(gain)
    .connect(new StereoPannerNode(context, { pan: side }))
    .connect(out);
  source.start();
  const [track] = out.stream.getAudioTracks();
  if (!track) throw new Error('no sound here');
  return { track, setVolume: (next) => (gain.gain.value = next) };
}
