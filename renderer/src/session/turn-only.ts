/**
 * Whether this room's links use TURN only: as it is wanted, and as the broadcast that runs has
 * begun.
 */
import { Store, type ReadableStore } from '@lectern/state';

/** The first version of the protocol in which a room may use TURN only. */
const SINCE_VERSION = 3;

interface TurnOnlyOptions {
  /** For the links that are opened from now on. */
  readonly apply: (turnOnly: boolean) => void;
  /** The protocol version agreed on; null before there is one. */
  readonly version: () => number | null;
}

export class TurnOnly {
  readonly #options: TurnOnlyOptions;
  readonly #hasTurn = new Store<boolean | undefined>(undefined);
  #isWanted = false;
  #isInUse = false;

  constructor(options: TurnOnlyOptions) {
    this.#options = options;
  }

  /**
   * Whether the service offers TURN; undefined before the room is open, and where the service does
   * not say.
   */
  get hasTurn(): ReadableStore<boolean | undefined> {
    return this.#hasTurn;
  }

  noteService(hasTurn: boolean | undefined): void {
    this.#hasTurn.set(hasTurn);
  }

  /** From the next start on. */
  want(turnOnly: boolean): void {
    this.#isWanted = turnOnly;
  }

  /** A broadcast begins. */
  begin(): void {
    this.#isInUse = this.#isWanted;
    this.#options.apply(this.#isInUse);
  }

  /**
   * For `room:open` and `room:start`. An older service refuses the parameter; this end hides its
   * own addresses all the same.
   */
  get param(): { readonly turnOnly?: true } {
    return this.#isInUse && (this.#options.version() ?? 0) >= SINCE_VERSION ? { turnOnly: true } : {};
  }
}
