/** Media that moves and sounds without any device: a drawn card with a running count, and a tone. */
export function drawTestCard(): MediaStreamTrack {
  const canvas = document.createElement('canvas');
  canvas.width = 1280;
  canvas.height = 720;
  document.body.append(canvas);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no canvas here');
  let count = 0;
  const draw = (): void => {
    count += 1;
    const sky = context.createLinearGradient(0, 0, 1280, 720);
    sky.addColorStop(0, '#31527a');
    sky.addColorStop(1, '#c98a5b');
    context.fillStyle = sky;
    context.fillRect(0, 0, 1280, 720);
    context.fillStyle = '#fff';
    context.font = '600 160px system-ui';
    context.textAlign = 'center';
    context.fillText(String(count), 640, 400);
    context.fillRect((count * 8) % 1280, 640, 80, 16);
  };
  draw();
  setInterval(draw, 40);
  const [track] = canvas.captureStream(25).getVideoTracks();
  if (!track) throw new Error('the canvas gives no track');
  return track;
}

export function playTone(): MediaStreamTrack {
  const context = new AudioContext();
  const tone = new OscillatorNode(context, { frequency: 330 });
  const volume = new GainNode(context, { gain: 0.2 });
  const out = context.createMediaStreamDestination();
  tone.connect(volume).connect(out);
  tone.start();
  // A page's sound wants a press first.
  addEventListener('pointerdown', () => void context.resume());
  const [track] = out.stream.getAudioTracks();
  if (!track) throw new Error('the tone gives no track');
  return track;
}
