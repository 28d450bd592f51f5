/**
 * Whether a stream comes. An encoder whose media stops, or that is lost, is waited for: it is `away`
 * meanwhile. One that ends its session has ended the stream.
 */
import type { StreamPhase } from '@lectern/protocol';

interface StreamPresenceOptions {
  readonly awayForMs: number;
  readonly onChanged: (phase: StreamPhase) => void;
}

export class StreamPresence {
  readonly #options: StreamPresenceOptions;
  #phase: StreamPhase = 'none';
  #overdue: NodeJS.Timeout | undefined;

  constructor(options: StreamPresenceOptions) {
    this.#options = options;
  }

  get phase(): StreamPhase {
    return this.#phase;
  }

  /** Its media comes. */
  comes(): void {
    this.#change('live');
  }

  /** Its media has stopped, or its encoder was lost. */
  stops(): void {
    if (this.#phase === 'live') this.#change('away');
  }

  ends(): void {
    this.#change('none');
  }

  #change(phase: StreamPhase): void {
    if (phase === this.#phase) return;
    clearTimeout(this.#overdue);
    this.#phase = phase;
    if (phase === 'away') this.#overdue = setTimeout(() => this.ends(), this.#options.awayForMs).unref();
    this.#options.onChanged(phase);
  }
}
