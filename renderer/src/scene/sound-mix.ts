/** The one sound: microphone and system sound, mixed. Sources come and go without a click; silence is at once. */

export const soundNames = ['microphone', 'systemSound'] as const;
export type SoundName = (typeof soundNames)[number];

/** Opus' own rate. */
const SAMPLE_RATE = 48_000;
/** Long enough that no edge is heard, short enough that no word is missed. */
const FADE_S = 0.02;

interface Voice {
  readonly source: MediaStreamAudioSourceNode;
  readonly gain: GainNode;
}

/** Without a loudspeaker: the mix must not stop or stutter when headphones are unplugged. Not among the DOM's types yet. */
interface SilentAudioContextOptions extends AudioContextOptions {
  readonly sinkId: { readonly type: 'none' };
}

const options: SilentAudioContextOptions = {
  sampleRate: SAMPLE_RATE,
  latencyHint: 'interactive',
  sinkId: { type: 'none' },
};

export class SoundMix {
  readonly track: MediaStreamTrack;
  readonly #context = new AudioContext(options);
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
    const source = this.#context.createMediaStreamSource(new MediaStream([track]));
    const gain = new GainNode(this.#context, { gain: 0 });
    source.connect(gain).connect(this.#gate);
    gain.gain.setValueAtTime(0, this.#context.currentTime);
    gain.gain.linearRampToValueAtTime(1, this.#context.currentTime + FADE_S);
    this.#voices.set(name, { source, gain });
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
    void this.#context.close();
  }

  #fadeOut(name: SoundName): void {
    const voice = this.#voices.get(name);
    if (!voice) return;
    this.#voices.delete(name);
    const { source, gain } = voice;
    gain.gain.cancelScheduledValues(0);
    gain.gain.setValueAtTime(gain.gain.value, this.#context.currentTime);
    gain.gain.linearRampToValueAtTime(0, this.#context.currentTime + FADE_S);
    setTimeout(() => {
      source.disconnect();
      gain.disconnect();
    }, FADE_S * 2_000);
  }

  readonly #wake = (): void => {
    if (this.#context.state === 'running' || this.#context.state === 'closed') return;
    // Not allowed yet: the next press wakes it.
    void this.#context.resume().catch(() => undefined);
  };
}
