/** What the page may capture next: one choice, for one request, for a short while. */
import type { CaptureChoice } from '@lectern/bridge';

/** The page asks at once after choosing; what lies longer was never fetched. */
const GOOD_FOR_MS = 10_000;

export type Allowed = Exclude<CaptureChoice, { kind: 'nothing' }>;

export class Allowance {
  readonly #now: () => number;
  #given: { readonly choice: Allowed; readonly untilMs: number } | undefined;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** In place of what was allowed before. */
  give(choice: CaptureChoice): void {
    this.#given = choice.kind === 'nothing' ? undefined : { choice, untilMs: this.#now() + GOOD_FOR_MS };
  }

  /** Whether a request would be answered now. */
  get isGiven(): boolean {
    return this.#given !== undefined && this.#now() <= this.#given.untilMs;
  }

  /** Gives it away: the next one who asks gets nothing. */
  take(): Allowed | undefined {
    const choice = this.isGiven ? this.#given?.choice : undefined;
    this.#given = undefined;
    return choice;
  }
}
