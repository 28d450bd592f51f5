/**
 * Attempts to connect. Where a picture is missing, a second one begins beside one that takes long, at
 * most two at once; only one at a time sends the handshake, so the service never sees the client twice.
 */
import type { SignalingError } from '@lectern/protocol';
import { SECOND_ATTEMPT_MS } from './policy.ts';
import type { ConnectionEvents, SignalingConnection } from './signaling-connection.ts';

type EventsOfAttempt = Pick<ConnectionEvents, 'onOpen' | 'onAdmitted' | 'onRefused' | 'onEnded'>;

export interface AttemptsOptions {
  readonly make: (events: EventsOfAttempt) => SignalingConnection;
  readonly onAdmitted: (connection: SignalingConnection) => void;
  readonly onRefused: (error: SignalingError) => void;
  /** None is left. */
  readonly onFailed: (reason: string) => void;
  /** An admitted connection has ended. */
  readonly onEnded: (connection: SignalingConnection, reason: string) => void;
}

export class ConnectionAttempts {
  readonly #options: AttemptsOptions;
  readonly #opening = new Set<SignalingConnection>();
  /** Those with an open transport, in order. The first sends the handshake. */
  readonly #open = new Set<SignalingConnection>();
  #isUrgent = false;
  /** When the newest began, or has opened. */
  #advancedAtMs = 0;
  #secondTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: AttemptsOptions) {
    this.#options = options;
  }

  get areUnderWay(): boolean {
    return this.#opening.size + this.#open.size > 0;
  }

  /** One has sent its handshake: the service may have admitted it already. */
  get isEntering(): boolean {
    return this.#open.size > 0;
  }

  /** `isUrgent` also holds for the attempts that follow, until all have ended. */
  begin(isUrgent: boolean): void {
    this.#isUrgent = isUrgent;
    this.#advancedAtMs = performance.now();
    const connection: SignalingConnection = this.#options.make({
      onOpen: () => this.#enter(connection),
      onAdmitted: () => this.#succeed(connection),
      onRefused: (error) => {
        this.abandon();
        this.#options.onRefused(error);
      },
      onEnded: (reason) => {
        if (this.#forget(connection)) this.#fail(reason);
        else this.#options.onEnded(connection, reason);
      },
    });
    this.#opening.add(connection);
    this.#beginAnother();
    connection.open();
  }

  /** An attempt under way may have been sent into the outage, so another one begins beside it. */
  hurry(): void {
    if (!this.areUnderWay || this.#isUrgent) return;
    this.#isUrgent = true;
    this.#beginAnother();
  }

  /** Ends them without a word. */
  abandon(): void {
    clearTimeout(this.#secondTimer);
    for (const connection of [...this.#opening, ...this.#open]) connection.close();
    this.#opening.clear();
    this.#open.clear();
  }

  #beginAnother(): void {
    clearTimeout(this.#secondTimer);
    if (!this.#isUrgent || this.#opening.size + this.#open.size > 1) return;
    const dueInMs = Math.max(0, this.#advancedAtMs + SECOND_ATTEMPT_MS - performance.now());
    this.#secondTimer = setTimeout(() => this.begin(true), dueInMs);
  }

  #enter(connection: SignalingConnection): void {
    this.#opening.delete(connection);
    this.#open.add(connection);
    if (this.#open.size === 1) connection.enter();
    this.#advancedAtMs = performance.now();
    this.#beginAnother();
  }

  #succeed(connection: SignalingConnection): void {
    this.#forget(connection);
    this.abandon();
    this.#options.onAdmitted(connection);
  }

  #fail(reason: string): void {
    const [next] = this.#open;
    next?.enter();
    if (this.areUnderWay) this.#beginAnother();
    else {
      clearTimeout(this.#secondTimer);
      this.#options.onFailed(reason);
    }
  }

  #forget(connection: SignalingConnection): boolean {
    return this.#opening.delete(connection) || this.#open.delete(connection);
  }
}
