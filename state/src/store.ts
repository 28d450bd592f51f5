/**
 * A value that can be watched: what React reads with `useSyncExternalStore`, and plain code with
 * `subscribe`.
 */
export interface ReadableStore<T> {
  readonly get: () => T;
  /** Calls `listener` after each change; returns the unsubscribe. */
  readonly subscribe: (listener: () => void) => () => void;
}

export class Store<T> implements ReadableStore<T> {
  #value: T;
  readonly #listeners = new Set<() => void>();

  constructor(value: T) {
    this.#value = value;
  }

  readonly get = (): T => this.#value;

  set(value: T): void {
    if (Object.is(value, this.#value)) return;
    this.#value = value;
    for (const listener of this.#listeners) listener();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
}
