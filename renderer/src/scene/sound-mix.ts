/** The one sound: microphone and system sound, mixed. Sources come and go without a click; silence is at once. */

export type SoundName = 'microphone' | 'systemSound';

/** Opus' own rate. */
const SAMPLE_RATE = 48_000;
/** Long enough that no edge is heard, short enough that no word is missed. */
const FADE_S = 0.02;
/** A track's first samples reach the mix 50 to 100 ms after it is connected; a fade that is over by then would not be one. */
const ARRIVAL_S = 0.15;

interface Voice {
  /** A copy, so that whoever stops the original does not cut off the fade. */
  readonly track: MediaStreamTrack;
  readonly source: MediaStreamAudioSourceNode;
  readonly gain: GainNode;
}

/**
 * Runs by the loudspeaker's clock, though nothing is heard there: without one (`sinkId: none`), Chromium leaves out up to a quarter of the
 * sound when the machine is busy.
 */
export class SoundMix {
  readonly track: MediaStreamTrack;
  readonly #context = new AudioContext({ sampleRate: SAMPLE_RATE, latencyHint: 'interactive' });
  readonly #out: MediaStreamAudioDestinationNode;
  /** All sound passes here; closed while paused. */
  readonly #gate: GainNode;
  readonly #voices = new Map<SoundName, Voice>();

  constructor() {
    this.#out = this.#context.createMediaStreamDestination();
    this.#gate = new GainNode(this.#context);
    this.#gate.connect(this.#out);
    const [track] = this.#out.stream.getAudioTracks();
    if (!track) throw new TypeError('This browser does not mix sound.');
    this.track = track;
    this.#context.addEventListener('statechange', this.#wake);
    // A tab may only begin to sound after a press.
    for (const press of ['pointerdown', 'keydown'] as const) addEventListener(press, this.#wake, { capture: true });
    this.#wake();
  }

  set(name: SoundName, track: MediaStreamTrack | null): void {
    this.#fadeOut(name);
    if (!track) return;
    this.#wake();
    const copy = track.clone();
    const source = this.#context.createMediaStreamSource(new MediaStream([copy]));
    const gain = new GainNode(this.#context, { gain: 0 });
    source.connect(gain).connect(this.#gate);
    const startS = this.#context.currentTime + ARRIVAL_S;
    gain.gain.setValueAtTime(0, startS);
    gain.gain.linearRampToValueAtTime(1, startS + FADE_S);
    this.#voices.set(name, { track: copy, source, gain });
  }

  /** At once, without a fade: nothing said after the press is heard. */
  silence(): void {
    // Disabled in this very task; the gate follows with the next hundred or so samples and keeps clones of the track silent as well.
    this.track.enabled = false;
    this.#gate.gain.cancelScheduledValues(0);
    this.#gate.gain.value = 0;
  }

  sound(): void {
    this.track.enabled = true;
    this.#gate.gain.setValueAtTime(0, this.#context.currentTime);
    this.#gate.gain.linearRampToValueAtTime(1, this.#context.currentTime + FADE_S);
  }

  end(): void {
    this.#context.removeEventListener('statechange', this.#wake);
    for (const press of ['pointerdown', 'keydown'] as const) removeEventListener(press, this.#wake, { capture: true });
    this.track.stop();
    for (const { track } of this.#voices.values()) track.stop();
    void this.#context.close();
  }

  #fadeOut(name: SoundName): void {
    const voice = this.#voices.get(name);
    if (!voice) return;
    this.#voices.delete(name);
    const { track, source, gain } = voice;
    gain.gain.cancelScheduledValues(0);
    gain.gain.setValueAtTime(gain.gain.value, this.#context.currentTime);
    gain.gain.linearRampToValueAtTime(0, this.#context.currentTime + FADE_S);
    setTimeout(() => {
      source.disconnect();
      gain.disconnect();
      track.stop();
    }, FADE_S * 2_000);
  }

  readonly #wake = (): void => {
    if (this.#context.state === 'running' || this.#context.state === 'closed') return;
    // Not allowed yet: the next press wakes it.
    void this.#context.resume().catch(() => undefined);
  };
}
