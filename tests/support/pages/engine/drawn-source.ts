/** A source that needs no device: moving noise around a middle of one shade, and a tone. */

export interface DrawnSource {
  readonly video: MediaStreamTrack;
  readonly audio: MediaStreamTrack;
  readonly stop: () => void;
}

const FRAMES_PER_SECOND = 30;

export function drawnSource(picture: { width: number; height: number; shade: number }): DrawnSource {
  const { width, height, shade } = picture;
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no canvas here');
  let frame = 0;
  const draw = (): void => {
    frame += 1;
    context.fillStyle = `rgb(${shade} ${shade} ${shade})`;
    context.fillRect(0, 0, width, height);
    for (let i = 0; i < 60; i += 1) {
      context.fillStyle = `hsl(${(i * 37 + frame * 5) % 360} 80% 50%)`;
      context.fillRect((i * 97 + frame * 11) % width, ((i * 53) % (height / 3)) * (i % 2 ? 1 : 2.4), 48, 48);
    }
    context.fillStyle = `rgb(${shade} ${shade} ${shade})`;
    context.fillRect(width / 2 - 32, height / 2 - 32, 64, 64);
  };
  draw();
  const timer = setInterval(draw, 1000 / FRAMES_PER_SECOND);
  const sound = new AudioContext();
  const tone = new OscillatorNode(sound, { frequency: 440 });
  const out = sound.createMediaStreamDestination();
  tone.connect(out);
  tone.start();
  const [video] = canvas.captureStream(FRAMES_PER_SECOND).getVideoTracks();
  const [audio] = out.stream.getAudioTracks();
  if (!video || !audio) throw new Error('nothing to capture');
  return {
    video,
    audio,
    stop: () => {
      clearInterval(timer);
      video.stop();
      audio.stop();
      void sound.close();
    },
  };
}
