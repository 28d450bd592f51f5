/**
 * Requests for key frames of one publisher, from all watchers of the relay: of each layer at most
 * one in an interval. One that comes too early is kept and sent at the end of the interval, where
 * Janus would lose it.
 */
import type { RelayPolicy } from '../policy.ts';
import type { Clock } from '../room/clock.ts';
import { Coalesced } from '../room/coalesced.ts';

interface KeyFramesOptions {
  readonly clock: Clock;
  readonly policy: Pick<RelayPolicy, 'keyFrameMs'>;
  /** Asks for one of the layer with this `mid`. */
  readonly ask: (mid: string) => void;
}

export class KeyFrames {
  readonly #options: KeyFramesOptions;
  readonly #layers = new Map<string, Coalesced>();
  #state: 'open' | 'closed' = 'open';

  constructor(options: KeyFramesOptions) {
    this.#options = options;
  }

  /** `mid`: of the layer, as the publisher names it. */
  request(mid: string): void {
    if (this.#state === 'closed') return;
    const { clock, policy, ask } = this.#options;
    const layer = this.#layers.get(mid) ?? new Coalesced(clock, policy.keyFrameMs, () => ask(mid));
    this.#layers.set(mid, layer);
    layer.request();
  }

  /** What is kept is not sent any more. */
  close(): void {
    this.#state = 'closed';
    for (const layer of this.#layers.values()) layer.close();
    this.#layers.clear();
  }
}
