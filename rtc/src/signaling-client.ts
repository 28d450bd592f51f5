/**
 * The connection to the signaling service. It reconnects by itself, and takes another connection
 * before it leaves one that may be half-open. Requests fail at once while there is none, since a
 * stale request must not be replayed later. Everything that arrives is checked against its schema.
 */
import {
  SignalingError,
  type NoticeName,
  type NoticePayload,
  type RequestName,
  type RequestParams,
  type RequestResult,
} from '@lectern/protocol';
import loglevel from 'loglevel';
import { AnswerCheck } from './answer-check.ts';
import { arrivalQuery } from './arrival-query.ts';
import { ConnectionAttempts } from './connection-attempts.ts';
import { Doubt } from './doubt.ts';
import { transportOver } from './early-transport.ts';
import { errorName } from './error-name.ts';
import { CONNECT_TIMEOUT_MS, RECONNECT_AFTER_KICK_MS, REQUEST_TIMEOUT_MS, SILENT_REQUEST_MS } from './policy.ts';
import { randomBetween } from './random-between.ts';
import type { Notice } from './read-notice.ts';
import { readReply } from './read-reply.ts';
import { ReturnPlan } from './return-plan.ts';
import { KICKED, SignalingConnection, type ConnectionEvents, type ConnectionOptions } from './signaling-connection.ts';
import type { SignalingClientOptions } from './signaling-options.ts';

const log = loglevel.getLogger('signaling');

export class SignalingClient {
  readonly #options: SignalingClientOptions;
  readonly #transports: ConnectionOptions['transports'];
  readonly #plan = new ReturnPlan();
  readonly #attempts = new ConnectionAttempts<SignalingConnection>({
    make: (events) => this.#make(events),
    onAdmitted: (connection) => this.#handleAdmission(connection),
    onRefused: (error) => this.#handleRefusal(error),
    onFailed: (reason) => this.#handleFailure(reason),
    onEnded: (connection, reason) => this.#handleEnd(connection, reason),
  });
  readonly #answers = new AnswerCheck();
  #current: SignalingConnection | undefined;
  #doubt: Doubt | undefined;
  #admissions = 0;
  #protocol = 0;
  #reconnectTimer: ReturnType<typeof setTimeout> | undefined;
  #returns: 'late' | 'soon' = 'soon';
  /** A picture is missing, or the network has changed: until the next connection, nothing waits. */
  #isUrgent = false;
  #standing: 'wanted' | 'unwanted' | 'closed' = 'unwanted';

  constructor(options: SignalingClientOptions) {
    this.#options = options;
    this.#transports = options.early ? [transportOver(options.early)] : ['websocket'];
  }

  /** Not while it is doubtful whether the connection is alive. */
  get isConnected(): boolean {
    return this.#current !== undefined && this.#doubt === undefined;
  }

  /** Connections that the service has admitted so far. A request ends with its connection. */
  get admissions(): number {
    return this.#admissions;
  }

  connect(): void {
    this.#cancelReturn();
    this.#attempts.abandon();
    if (this.#standing === 'closed') return;
    this.#standing = 'wanted';
    this.#attempts.begin(this.#isUrgent || !this.#mayReturnLate);
  }

  /** Connects at once instead of waiting for the next attempt, over a new connection. */
  retry(): void {
    this.disconnect();
    this.connect();
  }

  /** Something is missing now: a client that waits to return late waits no longer. */
  hurry(): void {
    this.#isUrgent = true;
    this.#attempts.hurry();
    if (this.#returns === 'late') this.#connectAfter(this.#plan.hurriedMs());
  }

  /**
   * A path is missing: makes sure that the connection is alive. Where it does not answer within
   * half a second, or at once where the network has changed, another one takes its place.
   */
  check(hasNetworkChanged = false): void {
    const current = this.#current;
    if (this.#standing !== 'wanted') return;
    this.#isUrgent = true;
    if (current === undefined) {
      // Attempts over the network before lead nowhere.
      return hasNetworkChanged ? this.connect() : this.hurry();
    }
    if (hasNetworkChanged) {
      this.#doubtIn(current);
      this.connect();
    }
    this.#expectAnswer(current);
  }

  /**
   * Others have lost the service, and this connection may be half-open. Nothing is missing: where
   * it does not answer, another one follows as late as the service has asked.
   */
  checkInTurn(): void {
    if (this.#current !== undefined) this.#expectAnswer(this.#current, () => this.#returnLater());
  }

  /** Disconnects and stays so until `retry()`. */
  disconnect(): void {
    this.#cancelReturn();
    this.#attempts.abandon();
    if (this.#standing === 'wanted') this.#standing = 'unwanted';
    if (this.#current === undefined) return;
    this.#dropCurrent();
    if (this.#standing !== 'closed') this.#options.onDisconnected();
  }

  /** Final: a retry that is already scheduled does not connect again. */
  close(): void {
    this.#standing = 'closed';
    this.disconnect();
  }

  /**
   * @throws {SignalingError} The service's refusal; `unreachable` without a connection, or without
   * a reply in time.
   */
  async request<N extends RequestName>(name: N, params: RequestParams<N>): Promise<RequestResult<N>> {
    try {
      return await this.#request(name, params);
    } catch (error) {
      log.debug(`${name} failed: ${errorName(error)}`);
      throw error;
    }
  }

  get #mayReturnLate(): boolean {
    return this.#options.mayReturnLate?.() ?? true;
  }

  #make(events: Omit<ConnectionEvents, 'onHeard' | 'onQuiet' | 'onNotice'>): SignalingConnection {
    const { url, handshake, table, roomHint } = this.#options;
    const connection: SignalingConnection = new SignalingConnection({
      ...events,
      url,
      handshake,
      table,
      query: arrivalQuery(roomHint, handshake()),
      transports: this.#transports,
      timeoutMs: CONNECT_TIMEOUT_MS * this.#plan.timeoutFactor,
      onHeard: () => {
        if (connection === this.#current && this.#doubt !== undefined) this.#trustAgain();
      },
      onQuiet: () => {
        if (connection === this.#current && this.#options.isWatchful?.()) this.#expectAnswer(connection);
      },
      onNotice: (notice) => this.#handleNotice(notice),
    });
    return connection;
  }

  #handleAdmission(connection: SignalingConnection): void {
    const before = this.#current;
    this.#cancelReturn();
    this.#current = connection;
    this.#admissions += 1;
    this.#isUrgent = false;
    this.#endDoubt();
    this.#plan.connected();
    before?.close();
    log.info(`connected to ${this.#options.url}`);
  }

  #handleFailure(reason: string): void {
    log.debug(`an attempt to connect failed: ${reason}`);
    this.#returnLater();
    if (this.#current === undefined) this.#options.onDisconnected();
  }

  #handleRefusal(error: SignalingError): void {
    log.warn(`the service refused the handshake: ${error.code}`);
    if (error.code === 'busy') this.#plan.busy();
    // The current connection may be alive after all.
    if (this.#current !== undefined && error.code === 'busy') {
      return this.#connectAfter(error.waitMs ?? this.#plan.nextMs(true));
    }
    this.#dropCurrent();
    this.#standing = 'unwanted';
    this.#options.onRefused(error);
  }

  #handleEnd(connection: SignalingConnection, reason: string): void {
    if (connection !== this.#current) return;
    log.warn(`disconnected: ${reason}`);
    this.#dropCurrent();
    // Before the listener, whose own attempt takes the place of this one. A late return goes on as
    // planned.
    if (!this.#attempts.areUnderWay && this.#returns !== 'late') {
      if (reason === KICKED) this.#connectAfter(randomBetween(RECONNECT_AFTER_KICK_MS));
      else this.#returnLater();
    }
    this.#options.onDisconnected();
  }

  #handleNotice([name, data]: Notice): void {
    if ('returnWithinMs' in data) this.#plan.named(data.returnWithinMs);
    if ('protocol' in data) this.#protocol = data.protocol;
    const listener = this.#options.notices[name] as ((payload: NoticePayload<NoticeName>) => void) | undefined;
    listener?.(data);
  }

  #expectAnswer(current: SignalingConnection, connect = (): void => this.connect()): void {
    // A request may wait for its reply longer than its connection lasts.
    if (current !== this.#current) return;
    this.#answers.begin(current, this.#protocol, {
      onAlive: () => (this.#isUrgent = false),
      onSilent: () => {
        this.#doubtIn(current);
        if (!this.#attempts.areUnderWay) connect();
      },
    });
  }

  #doubtIn(connection: SignalingConnection): void {
    if (connection !== this.#current || this.#doubt !== undefined) return;
    log.info('silent: another connection is opened beside');
    this.#doubt = new Doubt(() => this.#handleEnd(connection, 'silent'));
  }

  /** Not while a handshake is under way: the service may have admitted that connection already. */
  #trustAgain(): void {
    if (this.#attempts.isEntering) return;
    this.#isUrgent = false;
    this.#endDoubt();
    this.#cancelReturn();
    this.#attempts.abandon();
  }

  #endDoubt(): void {
    this.#answers.end();
    this.#doubt?.end();
    this.#doubt = undefined;
  }

  #dropCurrent(): void {
    const before = this.#current;
    this.#current = undefined;
    this.#endDoubt();
    before?.close();
  }

  #returnLater(): void {
    const mayBeLate = !this.#isUrgent && this.#mayReturnLate;
    this.#connectAfter(this.#plan.nextMs(mayBeLate));
    if (mayBeLate) this.#returns = 'late';
  }

  #connectAfter(afterMs: number): void {
    this.#cancelReturn();
    this.#reconnectTimer = setTimeout(() => this.connect(), afterMs);
  }

  #cancelReturn(): void {
    clearTimeout(this.#reconnectTimer);
    this.#returns = 'soon';
  }

  async #request<N extends RequestName>(name: N, params: RequestParams<N>): Promise<RequestResult<N>> {
    const connection = this.#current;
    if (this.#doubt !== undefined) await this.#doubt.over;
    if (connection === undefined || connection !== this.#current) throw new SignalingError('unreachable');
    const factor = this.#plan.timeoutFactor;
    const silenceTimer = setTimeout(() => this.#expectAnswer(connection), SILENT_REQUEST_MS * factor);
    let raw: unknown;
    try {
      raw = await connection.request(name, params, REQUEST_TIMEOUT_MS * factor);
    } catch {
      throw new SignalingError('unreachable', `no reply to ${name}`);
    } finally {
      clearTimeout(silenceTimer);
    }
    this.#plan.answered();
    return readReply(this.#options.table.requests, name, raw);
  }
}
