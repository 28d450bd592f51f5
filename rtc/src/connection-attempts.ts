/**
 * Attempts to connect. Where a picture is missing, one whose connection does not open in time is
 * replaced, and one whose handshake takes long gets another beside it. Only one at a time sends the
 * handshake, so the service never sees the client twice.
 */
import type { SignalingError } from '@lectern/protocol';
import { OPEN_WITHIN_MS, SECOND_ATTEMPT_MS } from './policy.ts';
import type { ConnectionEvents, SignalingConnection } from './signaling-connection.ts';

export type AttemptEvents = Pick<ConnectionEvents, 'onOpen' | 'onAdmitted' | 'onRefused' | 'onEnded'>;
/** What an attempt needs of its connection. */
export type Attempted = Pick<SignalingConnection, 'open' | 'enter' | 'close'>;

export interface AttemptsOptions<Connection extends Attempted> {
  readonly make: (events: AttemptEvents) => Connection;
  readonly onAdmitted: (connection: Connection) => void;
  readonly onRefused: (error: SignalingError) => void;
  /** None is left. */
  readonly onFailed: (reason: string) => void;
  /** An admitted connection has ended. */
  readonly onEnded: (connection: Connection, reason: string) => void;
}

export class ConnectionAttempts<Connection extends Attempted> {
  readonly #options: AttemptsOptions<Connection>;
  /**
   * Browsers open one WebSocket to an address at a time: another one beside it would wait for it.
   */
  #opening: Connection | undefined;
  /** Those with an open transport, in order. The first sends the handshake. */
  readonly #open = new Set<Connection>();
  #isUrgent = false;
  /** Since one has opened; undefined before the first. */
  #unopened: number | undefined;
  /** When the newest began, or has opened. */
  #advancedAtMs = 0;
  #nextTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: AttemptsOptions<Connection>) {
    this.#options = options;
  }

  get areUnderWay(): boolean {
    return this.#opening !== undefined || this.#open.size > 0;
  }

  /** One has sent its handshake: the service may have admitted it already. */
  get isEntering(): boolean {
    return this.#open.size > 0;
  }

  /** `isUrgent` also holds for the attempts that follow, until all have ended. */
  begin(isUrgent: boolean): void {
    this.#isUrgent = isUrgent;
    this.#advancedAtMs = performance.now();
    const connection: Connection = this.#options.make({
      onOpen: () => this.#enter(connection),
      onAdmitted: () => this.#succeed(connection),
      onRefused: (error) => {
        this.abandon();
        this.#options.onRefused(error);
      },
      onEnded: (reason) => {
        const wasEntering = connection === this.#entering;
        if (this.#forget(connection)) this.#fail(reason, wasEntering);
        else this.#options.onEnded(connection, reason);
      },
    });
    this.#opening?.close();
    this.#opening = connection;
    if (this.#unopened !== undefined) this.#unopened += 1;
    this.#planNext();
    connection.open();
  }

  /** An attempt under way may have been sent into the outage, so another one begins beside it. */
  hurry(): void {
    if (!this.areUnderWay || this.#isUrgent) return;
    this.#isUrgent = true;
    if (this.#unopened !== undefined) this.#unopened = 1;
    this.#planNext();
  }

  /** Ends them without a word. */
  abandon(): void {
    clearTimeout(this.#nextTimer);
    this.#opening?.close();
    this.#opening = undefined;
    for (const connection of this.#open) connection.close();
    this.#open.clear();
  }

  #planNext(): void {
    clearTimeout(this.#nextTimer);
    const withinMs = this.#opening === undefined ? SECOND_ATTEMPT_MS : this.#openWithinMs;
    if (!this.#isUrgent || this.#open.size > 1 || withinMs === undefined) return;
    const dueInMs = Math.max(0, this.#advancedAtMs + withinMs - performance.now());
    this.#nextTimer = setTimeout(() => this.begin(true), dueInMs);
  }

  /**
   * How long the newest may take to open. The first of all: no outage was before it, and the line
   * may be slow.
   */
  get #openWithinMs(): number | undefined {
    if (this.#unopened === undefined) return undefined;
    return OPEN_WITHIN_MS[(this.#unopened - 1) % OPEN_WITHIN_MS.length];
  }

  #enter(connection: Connection): void {
    this.#opening = undefined;
    this.#unopened = 0;
    this.#open.add(connection);
    if (this.#open.size === 1) connection.enter();
    this.#advancedAtMs = performance.now();
    this.#planNext();
  }

  #succeed(connection: Connection): void {
    this.#forget(connection);
    this.abandon();
    this.#options.onAdmitted(connection);
  }

  /** Has sent its handshake. */
  get #entering(): Connection | undefined {
    return [...this.#open][0];
  }

  #fail(reason: string, wasEntering: boolean): void {
    if (wasEntering) this.#entering?.enter();
    if (this.areUnderWay) this.#planNext();
    else {
      clearTimeout(this.#nextTimer);
      this.#options.onFailed(reason);
    }
  }

  #forget(connection: Connection): boolean {
    if (connection !== this.#opening) return this.#open.delete(connection);
    this.#opening = undefined;
    return true;
  }
}
