/** A sound without any device. */
export function playTone(): MediaStreamTrack {
  const context = new AudioContext();
  const tone = new OscillatorNode(context, { frequency: 330 });
  const volume = new GainNode(context, { gain: 0.2 });
  const out = context.createMediaStreamDestination();
  tone.connect(volume).connect(out);
  tone.start();
  // A page's sound needs a press.
  addEventListener('pointerdown', () => void context.resume());
  const [track] = out.stream.getAudioTracks();
  if (!track) throw new Error('the tone gives no track');
  return track;
}
