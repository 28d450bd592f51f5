/** Runs a pure state machine: the step decides, the shell performs the effects. */
import type { ReadableStore } from './store.ts';

/** Pure: the next state, and what the shell must do about it. */
export type Step<State, Event, Effect> = (state: State, event: Event) => readonly [State, ...Effect[]];

interface Tagged {
  readonly type: string;
}

export interface MachineOptions<State, Event extends Tagged, Effect extends Tagged> {
  readonly initial: State;
  readonly step: Step<State, Event, Effect>;
  /**
   * May read the new state. Subscribers are notified once all effects of the event have been
   * performed.
   */
  readonly perform: (effect: Effect) => void;
}

export class Machine<State, Event extends Tagged, Effect extends Tagged> {
  readonly state: ReadableStore<State> = {
    get: () => this.#current,
    subscribe: (listener) => {
      this.#listeners.add(listener);
      return () => this.#listeners.delete(listener);
    },
  };
  readonly #options: MachineOptions<State, Event, Effect>;
  readonly #listeners = new Set<() => void>();
  readonly #pending: Event[] = [];
  #current: State;

  constructor(options: MachineOptions<State, Event, Effect>) {
    this.#options = options;
    this.#current = options.initial;
  }

  /**
   * Handles events one at a time: an event that an effect or a listener dispatches waits for its
   * turn. Throws what an effect or a listener throws, once no event waits any more.
   */
  readonly dispatch = (event: Event): void => {
    this.#pending.push(event);
    if (this.#pending.length === 1) this.#handlePending();
  };

  #handlePending(): void {
    try {
      for (let next = this.#pending[0]; next; next = this.#pending[0]) {
        try {
          this.#handle(next);
        } finally {
          this.#pending.shift();
        }
      }
    } finally {
      // After an error: the events that wait are not lost with it.
      if (this.#pending.length > 0) this.#handlePending();
    }
  }

  #handle(event: Event): void {
    const before = this.#current;
    const [state, ...effects] = this.#options.step(before, event);
    this.#current = state;
    try {
      for (const effect of effects) this.#options.perform(effect);
    } finally {
      if (state !== before) for (const listener of this.#listeners) listener();
    }
  }
}
