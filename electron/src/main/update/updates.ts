/** Keeps the app up to date, calmly: performs what `update-state.ts` decides. */
import { ShowableError } from '../showable-error.ts';
import type { UpdateSource } from './update-source.ts';
import { firstUpdateState, step, whyNotNow, type Air, type UpdateEffect, type UpdateEvent } from './update-state.ts';

const LOOK_EVERY_MS = 6 * 60 * 60 * 1000;

interface Surroundings {
  /** Undefined where the app cannot renew itself. */
  readonly source: UpdateSource | undefined;
  readonly tell: (version: string) => void;
  readonly log: (message: string) => void;
}

export class Updates {
  readonly #source: UpdateSource | undefined;
  readonly #tell: (version: string) => void;
  readonly #log: (message: string) => void;
  #state = firstUpdateState;

  constructor({ source, tell, log }: Surroundings) {
    this.#source = source;
    this.#tell = tell;
    this.#log = log;
    source?.onFailure((why) => this.#handle({ type: 'failed', why }));
  }

  /** Looks now, and again every few hours. Returns what ends that. */
  begin(): () => void {
    this.#handle({ type: 'due' });
    const timer = setInterval(() => this.#handle({ type: 'due' }), LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }

  /** The version that a restart would bring, or null. */
  get readyVersion(): string | null {
    return this.#state.phase.name === 'ready' ? this.#state.phase.version : null;
  }

  setAir(air: Air): void {
    this.#source?.installWhenQuit(air === 'free');
    this.#handle({ type: 'air', air });
  }

  /** @throws {ShowableError} Where it cannot be done now. */
  install(): void {
    const reason = whyNotNow(this.#state);
    if (reason !== undefined) throw new ShowableError(reason);
    // After the reply to whoever has asked.
    setImmediate(() => this.#handle({ type: 'install' }));
  }

  #handle(event: UpdateEvent): void {
    if (this.#source === undefined) return;
    const [state, ...effects] = step(this.#state, event);
    this.#state = state;
    for (const effect of effects) this.#perform(effect, this.#source);
  }

  #perform(effect: UpdateEffect, source: UpdateSource): void {
    switch (effect.type) {
      case 'look':
        this.#follow(source.look(), (version) =>
          version === undefined ? { type: 'none' } : { type: 'found', version },
        );
        break;
      case 'fetch':
        this.#follow(source.fetch(), () => ({ type: 'fetched' }));
        break;
      case 'cancelFetch':
        source.cancelFetch();
        break;
      case 'tell':
        this.#tell(effect.version);
        break;
      case 'install':
        source.install();
        break;
      case 'log':
        this.#log(effect.text);
        break;
    }
  }

  #follow<T>(work: Promise<T>, eventOf: (result: T) => UpdateEvent): void {
    work.then(
      (result) => this.#handle(eventOf(result)),
      (error: unknown) => this.#handle({ type: 'failed', why: error instanceof Error ? error.message : String(error) }),
    );
  }
}
