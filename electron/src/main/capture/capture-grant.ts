/** What the page may capture next: one choice, for one request, for a short time. */
import type { CaptureChoice } from '@lectern/bridge';
import { CAPTURE_GRANT_MS } from '../policy.ts';

export type GrantedChoice = Exclude<CaptureChoice, { kind: 'nothing' }>;

export class CaptureGrant {
  readonly #now: () => number;
  #granted: { readonly choice: GrantedChoice; readonly untilMs: number } | undefined;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Replaces an earlier choice. */
  give(choice: CaptureChoice): void {
    this.#granted = choice.kind === 'nothing' ? undefined : { choice, untilMs: this.#now() + CAPTURE_GRANT_MS };
  }

  /** Whether a request would be granted now. */
  get isGiven(): boolean {
    return this.#granted !== undefined && this.#now() <= this.#granted.untilMs;
  }

  /** Uses the choice up: a second request gets nothing. */
  use(): GrantedChoice | undefined {
    const choice = this.isGiven ? this.#granted?.choice : undefined;
    this.#granted = undefined;
    return choice;
  }
}
