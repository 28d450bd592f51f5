/** Asks a connection to the service for a sign of life, and waits half a second for it. */
import { ANSWER_WITHIN_MS, REQUEST_TIMEOUT_MS } from './policy.ts';
import type { SignalingConnection } from './signaling-connection.ts';

/** The first version of the protocol with `connection:check`. */
const CHECK_SINCE_VERSION = 3;

export interface Answers {
  readonly onAlive: () => void;
  readonly onSilent: () => void;
}

export class AnswerCheck {
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Does nothing while a check is under way, and where the service cannot be asked. */
  begin(connection: SignalingConnection, protocol: number, { onAlive, onSilent }: Answers): void {
    if (protocol < CHECK_SINCE_VERSION || this.#timer !== undefined) return;
    const beganAtMs = performance.now();
    void connection.request('connection:check', {}, REQUEST_TIMEOUT_MS).catch(() => undefined);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (connection.lastHeardAtMs >= beganAtMs) onAlive();
      else onSilent();
    }, ANSWER_WITHIN_MS);
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
