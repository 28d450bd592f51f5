/** Measures how loud a track is, for meters and to notice silence. */
import log from 'loglevel';
import { METER_SPAN_MS } from '../policy/capture.ts';

const logger = log.getLogger('capture');

/** A meter is empty at this level and full at full scale. */
const FLOOR_DB = -60;

export class SoundLevel {
  readonly #context = new AudioContext();
  readonly #analyser: AnalyserNode;
  readonly #samples: Float32Array<ArrayBuffer>;

  /** Each reading covers at least the last `spanMs`. The track stays its owner's. */
  constructor(track: MediaStreamTrack, spanMs = METER_SPAN_MS) {
    const samples = (this.#context.sampleRate * spanMs) / 1000;
    const fftSize = Math.min(32_768, 2 ** Math.ceil(Math.log2(samples)));
    this.#analyser = new AnalyserNode(this.#context, { fftSize });
    this.#samples = new Float32Array(this.#analyser.fftSize);
    this.#context.createMediaStreamSource(new MediaStream([track])).connect(this.#analyser);
    // The system suspends it when the loudspeaker's process dies.
    this.#context.addEventListener('statechange', this.#run);
    this.#run();
  }

  /** False while the page may not process sound yet: all readings would be silent. */
  get isRunning(): boolean {
    return this.#context.state === 'running';
  }

  /** 0 (silence) to 1 (full scale), linear in decibels. */
  read(): number {
    return levelOfRms(this.readRms());
  }

  /** Root mean square of the samples, 0 to 1. */
  readRms(): number {
    this.#analyser.getFloatTimeDomainData(this.#samples);
    let sum = 0;
    for (const sample of this.#samples) sum += sample * sample;
    return Math.sqrt(sum / this.#samples.length);
  }

  close(): void {
    this.#context.removeEventListener('statechange', this.#run);
    if (this.#context.state === 'closed') return;
    this.#context.close().catch((error: unknown) => logger.debug('The sound level was not closed:', error));
  }

  readonly #run = (): void => {
    if (this.#context.state === 'running' || this.#context.state === 'closed') return;
    this.#context.resume().catch((error: unknown) => logger.debug('The sound level may not be measured yet:', error));
  };
}

export function levelOfRms(rms: number): number {
  if (rms <= 0) return 0;
  return Math.min(1, Math.max(0, 1 - (20 * Math.log10(rms)) / FLOOR_DB));
}
