/** How loud a track is just now, for meters and to notice silence. */

/** Quieter than this is an empty meter, full scale is a full one. */
const FLOOR_DB = -60;
/** Short enough for a meter to dance. */
const METER_MS = 20;

export class SoundLevel {
  readonly #context = new AudioContext();
  readonly #analyser: AnalyserNode;
  readonly #samples: Float32Array<ArrayBuffer>;

  /** Each reading covers at least the last `spanMs`. */
  constructor(track: MediaStreamTrack, spanMs = METER_MS) {
    const samples = (this.#context.sampleRate * spanMs) / 1000;
    const fftSize = Math.min(32_768, 2 ** Math.ceil(Math.log2(samples)));
    this.#analyser = new AnalyserNode(this.#context, { fftSize });
    this.#samples = new Float32Array(this.#analyser.fftSize);
    this.#context.createMediaStreamSource(new MediaStream([track])).connect(this.#analyser);
    void this.#context.resume();
  }

  /** False while the page may not process sound yet: a reading would be silence that is none. */
  get isRunning(): boolean {
    return this.#context.state === 'running';
  }

  /** 0 (silence) to 1 (full scale), on a decibel scale as ears hear. */
  read(): number {
    return levelOfRms(this.readRms());
  }

  readRms(): number {
    this.#analyser.getFloatTimeDomainData(this.#samples);
    let sum = 0;
    for (const sample of this.#samples) sum += sample * sample;
    return Math.sqrt(sum / this.#samples.length);
  }

  close(): void {
    void this.#context.close();
  }
}

export function levelOfRms(rms: number): number {
  if (rms <= 0) return 0;
  return Math.min(1, Math.max(0, 1 - (20 * Math.log10(rms)) / FLOOR_DB));
}
