/**
 * Whether other programs may publish into the room and play what they publish: asks the service for
 * their tokens, repeats the grant at every opening, and takes it back. Knows whether one publishes.
 */
import {
  StreamGeneration,
  type RequestName,
  type RequestParams,
  type RequestResult,
  type StreamPhase,
  type StreamTokens,
} from '@lectern/protocol';
import { errorName } from '@lectern/rtc';
import { Store, type ReadableStore } from '@lectern/state';
import loglevel from 'loglevel';

const log = loglevel.getLogger('session');

/** The first version of the protocol with streams of other programs. */
const SINCE_VERSION = 3;
const GENERATION_BYTES = 16;

export type StreamState =
  | { readonly name: 'off' }
  /** The service has not answered yet, or cannot be reached. */
  | { readonly name: 'asking' }
  | { readonly name: 'granted'; readonly tokens: StreamTokens }
  /** This service has nothing that carries them. */
  | { readonly name: 'unavailable' };

export interface StreamGrantOptions {
  /** Of the grant that is in force; null without one. */
  readonly generation: StreamGeneration | null;
  /** Keeps it for the next start. */
  readonly save: (generation: StreamGeneration | null) => Promise<void>;
  readonly request: <N extends RequestName>(name: N, params: RequestParams<N>) => Promise<RequestResult<N>>;
  /** The protocol version agreed on; null while the room is not open. */
  readonly version: () => number | null;
}

export class StreamGrant {
  readonly #options: StreamGrantOptions;
  readonly #state: Store<StreamState>;
  readonly #phase = new Store<StreamPhase>('none');
  #generation: StreamGeneration | null;

  constructor(options: StreamGrantOptions) {
    this.#options = options;
    this.#generation = options.generation;
    this.#state = new Store<StreamState>(options.generation === null ? { name: 'off' } : { name: 'asking' });
  }

  get state(): ReadableStore<StreamState> {
    return this.#state;
  }

  /** Of what another program publishes: its watchers see it while the presenter is not live. */
  get phase(): ReadableStore<StreamPhase> {
    return this.#phase;
  }

  readonly notices = {
    'stream:changed': ({ phase }: { readonly phase: StreamPhase }): void => this.#phase.set(phase),
  };

  /** The room is open: a service that has restarted knows of no grant. It says how the stream is. */
  opened(): void {
    this.#phase.set('none');
    if (this.#generation !== null) void this.#ask(this.#generation);
  }

  /** With new tokens: those of an earlier grant are worth nothing from now on. */
  async give(): Promise<void> {
    const generation = newGeneration();
    this.#generation = generation;
    this.#state.set({ name: 'asking' });
    await this.#options.save(generation);
    await this.#ask(generation);
  }

  /** A service that cannot be reached hears of no grant when the room is opened again. */
  async withdraw(): Promise<void> {
    this.#generation = null;
    this.#state.set({ name: 'off' });
    await this.#options.save(null);
    if (!this.#isOpen) return;
    try {
      await this.#options.request('stream:revoke', {});
    } catch (error) {
      log.debug('the grant could not be taken back yet:', errorName(error));
    }
  }

  get #isOpen(): boolean {
    return (this.#options.version() ?? 0) >= SINCE_VERSION;
  }

  async #ask(generation: StreamGeneration): Promise<void> {
    const version = this.#options.version();
    if (version === null) return;
    if (version < SINCE_VERSION) return this.#state.set({ name: 'unavailable' });
    try {
      const { tokens } = await this.#options.request('stream:grant', { generation });
      if (generation !== this.#generation) return;
      this.#state.set(tokens === null ? { name: 'unavailable' } : { name: 'granted', tokens });
    } catch (error) {
      log.debug('the grant for other programs is asked for again later:', errorName(error));
    }
  }
}

function newGeneration(): StreamGeneration {
  const text = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(GENERATION_BYTES))));
  return StreamGeneration.parse(text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', ''));
}
