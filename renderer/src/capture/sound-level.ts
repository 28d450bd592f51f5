/** How loud a track is just now, for meters. */

/** Quieter than this is an empty meter, full scale is a full one. */
const FLOOR_DB = -60;

export class SoundLevel {
  readonly #context = new AudioContext();
  readonly #analyser: AnalyserNode;
  readonly #samples: Float32Array<ArrayBuffer>;

  constructor(track: MediaStreamTrack) {
    this.#analyser = new AnalyserNode(this.#context, { fftSize: 1024 });
    this.#samples = new Float32Array(this.#analyser.fftSize);
    this.#context.createMediaStreamSource(new MediaStream([track])).connect(this.#analyser);
    void this.#context.resume();
  }

  /** 0 (silence) to 1 (full scale), on a decibel scale as ears hear. */
  read(): number {
    this.#analyser.getFloatTimeDomainData(this.#samples);
    let sum = 0;
    for (const sample of this.#samples) sum += sample * sample;
    return levelOfRms(Math.sqrt(sum / this.#samples.length));
  }

  close(): void {
    void this.#context.close();
  }
}

export function levelOfRms(rms: number): number {
  if (rms <= 0) return 0;
  return Math.min(1, Math.max(0, 1 - (20 * Math.log10(rms)) / FLOOR_DB));
}
