/**
 * Mixes microphone and system sound into one track, which is silence while there is neither.
 * Sources fade in and out; muting takes effect at once.
 */
import log from 'loglevel';
import { SOUND_ARRIVAL_S, SOUND_FADE_S } from '../policy/scene.ts';
import { SoundClock } from './sound-clock.ts';

const logger = log.getLogger('scene');

export type SoundName = 'microphone' | 'systemSound';

/** Opus' own rate, in Hz. */
const SAMPLE_RATE = 48_000;

interface Input {
  /** A copy, so that the fade-out is heard even if the owner stops the original. */
  readonly track: MediaStreamTrack;
  readonly source: MediaStreamAudioSourceNode;
  readonly gain: GainNode;
}

/**
 * Runs on the loudspeaker's clock, although nothing is played there, as long as there is one: on a
 * timer (`sinkId: none`) Chromium drops up to a quarter of the sound while the machine is busy.
 */
export class SoundMix {
  readonly track: MediaStreamTrack;
  readonly #context = new AudioContext({ sampleRate: SAMPLE_RATE, latencyHint: 'interactive' });
  readonly #clock: SoundClock;
  readonly #out: MediaStreamAudioDestinationNode;
  /** All inputs pass through it. Its gain is 0 while muted. */
  readonly #gate: GainNode;
  /**
   * Without any source Chromium's mix gives no samples at all: a recording then waits for sound,
   * and the watchers' buffers grow with each gap.
   */
  readonly #silence: ConstantSourceNode;
  readonly #inputs = new Map<SoundName, Input>();

  constructor() {
    this.#out = this.#context.createMediaStreamDestination();
    this.#gate = new GainNode(this.#context);
    this.#gate.connect(this.#out);
    this.#silence = new ConstantSourceNode(this.#context, { offset: 0 });
    this.#silence.connect(this.#out);
    this.#silence.start();
    const [track] = this.#out.stream.getAudioTracks();
    if (!track) throw new TypeError('This browser does not mix sound.');
    this.track = track;
    this.#clock = new SoundClock(this.#context);
  }

  /** The track stays its owner's. Null removes the input. */
  set(name: SoundName, track: MediaStreamTrack | null): void {
    this.#fadeOut(name);
    if (!track) return;
    this.#clock.run();
    const copy = track.clone();
    const source = this.#context.createMediaStreamSource(new MediaStream([copy]));
    const gain = new GainNode(this.#context, { gain: 0 });
    source.connect(gain).connect(this.#gate);
    const startS = this.#context.currentTime + SOUND_ARRIVAL_S;
    gain.gain.setValueAtTime(0, startS);
    gain.gain.linearRampToValueAtTime(1, startS + SOUND_FADE_S);
    this.#inputs.set(name, { track: copy, source, gain });
  }

  /** At once and without a fade, so that nothing said after the press is heard. */
  mute(): void {
    // Disabling the track works in this task. The gate follows within about a hundred samples; it
    // also mutes copies of the track.
    this.track.enabled = false;
    this.#gate.gain.cancelScheduledValues(0);
    this.#gate.gain.value = 0;
  }

  unmute(): void {
    this.track.enabled = true;
    this.#gate.gain.setValueAtTime(0, this.#context.currentTime);
    this.#gate.gain.linearRampToValueAtTime(1, this.#context.currentTime + SOUND_FADE_S);
  }

  close(): void {
    if (this.#context.state === 'closed') return;
    this.#clock.close();
    this.track.stop();
    for (const { track } of this.#inputs.values()) track.stop();
    this.#context.close().catch((error: unknown) => logger.debug('The sound mix was not closed:', error));
  }

  #fadeOut(name: SoundName): void {
    const input = this.#inputs.get(name);
    if (!input) return;
    this.#inputs.delete(name);
    const { track, source, gain } = input;
    gain.gain.cancelScheduledValues(0);
    gain.gain.setValueAtTime(gain.gain.value, this.#context.currentTime);
    gain.gain.linearRampToValueAtTime(0, this.#context.currentTime + SOUND_FADE_S);
    setTimeout(() => {
      source.disconnect();
      gain.disconnect();
      track.stop();
    }, SOUND_FADE_S * 2_000);
  }
}
