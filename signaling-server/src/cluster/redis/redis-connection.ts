/**
 * One supervised connection to Redis or Valkey. It comes back by itself. Nothing is queued while
 * Redis is away: commands are refused at once.
 */
import { createClient } from '@redis/client';
import type { Logger } from 'pino';
import {
  REDIS_ANSWER_WITHIN_MS,
  REDIS_CONNECT_WITHIN_MS,
  REDIS_MAX_UNANSWERED,
  REDIS_PING_MS,
  REDIS_RETRY_MS,
} from '../../policy.ts';
import type { Cancel } from '../../room/clock.ts';

export interface RedisSetting {
  readonly host: string;
  readonly port: number;
  readonly username: string | null;
  readonly password: string | null;
  readonly database: number;
  readonly tls: boolean;
  /** The certificate authority, in PEM; null for those that Node trusts. */
  readonly authority: string | null;
  /** All keys and channels begin with it. */
  readonly prefix: string;
}

/** Redis is away, or has not answered in time: the command may or may not have been carried out. */
export class RedisAway extends Error {
  override readonly name = 'RedisAway';
}

export type RedisState =
  | { readonly type: 'here' }
  /** `sinceMs`: by `performance.now()`. `reason` names no secret. */
  | { readonly type: 'away'; readonly sinceMs: number; readonly reason: string };

export interface RedisListener {
  /** Connected, authenticated and subscribed. */
  here(): void;
  away(): void;
}

type Client = ReturnType<typeof openClient>;
type OnMessage = (message: Buffer) => void;

export class RedisConnection {
  readonly #setting: RedisSetting;
  readonly #log: Logger;
  readonly #listeners = new Set<RedisListener>();
  readonly #channels = new Map<string, OnMessage>();
  #state: RedisState | { readonly type: 'closed' } = away('not connected yet');
  #client: Client | undefined;
  #unanswered = 0;
  #lastAnswerMs = 0;
  #failures = 0;
  #timer: NodeJS.Timeout | undefined;

  /** Connects at once, and tries for as long as it is open. */
  constructor(setting: RedisSetting, log: Logger) {
    this.#setting = setting;
    this.#log = log;
    void this.#connect();
  }

  get state(): RedisState {
    return this.#state.type === 'closed' ? away('closed') : this.#state;
  }

  get prefix(): string {
    return this.#setting.prefix;
  }

  watch(listener: RedisListener): Cancel {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Rejects with `RedisAway`, or with the error that Redis has answered. */
  async command(words: readonly (string | Buffer)[]): Promise<unknown> {
    const client = this.#client;
    if (client === undefined || this.#state.type !== 'here') throw new RedisAway('Redis is away');
    if (this.#unanswered >= REDIS_MAX_UNANSWERED) throw new RedisAway('Redis is too slow');
    return this.#ask(client, words);
  }

  /** The channel has one reader. It is subscribed again whenever Redis is back. */
  async subscribe(channel: string, onMessage: OnMessage): Promise<void> {
    this.#channels.set(channel, onMessage);
    if (this.#state.type === 'here') await this.#client?.subscribe(channel, onMessage, true);
  }

  close(): void {
    if (this.#state.type === 'closed') return;
    this.#state = { type: 'closed' };
    this.#listeners.clear();
    this.#drop();
  }

  async #connect(): Promise<void> {
    const client = openClient(this.#setting);
    this.#client = client;
    client.on('error', (error: Error) => this.#lost(client, error));
    client.on('end', () => this.#lost(client, new Error('the connection ended')));
    try {
      await client.connect();
      // Says at once what the user may not do, and finds what listens there without being Redis.
      await client.ping();
      for (const [channel, onMessage] of this.#channels) await client.subscribe(channel, onMessage, true);
    } catch (error) {
      this.#lost(client, error);
      return;
    }
    if (this.#client !== client || this.#state.type === 'closed') return;
    this.#failures = 0;
    this.#lastAnswerMs = performance.now();
    this.#log.info({ awayMs: this.#state.type === 'away' ? sinceMs(this.#state.sinceMs) : 0 }, 'redis connected');
    this.#state = { type: 'here' };
    this.#timer = setInterval(() => this.#check(client), REDIS_PING_MS).unref();
    for (const listener of this.#listeners) listener.here();
  }

  async #ask(client: Client, words: readonly (string | Buffer)[]): Promise<unknown> {
    // Time begins to run with the first command that is not answered.
    if (this.#unanswered === 0) this.#lastAnswerMs = performance.now();
    this.#unanswered += 1;
    try {
      return await client.sendCommand(words);
    } catch (error) {
      throw client === this.#client && client.isReady ? error : new RedisAway('Redis has gone', { cause: error });
    } finally {
      if (client === this.#client) {
        this.#unanswered -= 1;
        this.#lastAnswerMs = performance.now();
      }
    }
  }

  /** A connection whose other end has frozen or vanished says nothing about it. */
  #check(client: Client): void {
    if (this.#unanswered === 0) {
      this.#ask(client, ['PING']).catch((error: unknown) => this.#lost(client, error));
      return;
    }
    if (sinceMs(this.#lastAnswerMs) < REDIS_ANSWER_WITHIN_MS) return;
    // After a pause of this process, the answers may wait to be read.
    setImmediate(() => {
      if (this.#unanswered === 0 || sinceMs(this.#lastAnswerMs) < REDIS_ANSWER_WITHIN_MS) return;
      this.#lost(client, new Error(`no answer within ${String(REDIS_ANSWER_WITHIN_MS)} ms`));
    });
  }

  #lost(client: Client, error: unknown): void {
    if (client !== this.#client || this.#state.type === 'closed') return;
    const reason = reasonOf(error);
    const wasHere = this.#state.type === 'here';
    // Each reason once: the attempts go on several times a second.
    if (wasHere || (this.#state.type === 'away' && this.#state.reason !== reason)) {
      this.#log.warn({ reason }, 'redis away');
    }
    this.#drop();
    this.#state = wasHere || this.#state.type !== 'away' ? away(reason) : { ...this.#state, reason };
    const longest = Math.min(REDIS_RETRY_MS.first * 2 ** this.#failures, REDIS_RETRY_MS.longest);
    this.#failures += 1;
    this.#timer = setTimeout(() => void this.#connect(), longest * (0.5 + Math.random() / 2)).unref();
    if (wasHere) for (const listener of this.#listeners) listener.away();
  }

  #drop(): void {
    clearTimeout(this.#timer);
    const client = this.#client;
    this.#client = undefined;
    this.#unanswered = 0;
    // Rejects what it has not answered. It may have closed by itself.
    if (client?.isOpen === true) client.destroy();
  }
}

function openClient({ host, port, username, password, database, tls, authority }: RedisSetting) {
  const place = { host, port, connectTimeout: REDIS_CONNECT_WITHIN_MS, reconnectStrategy: false } as const;
  return createClient({
    socket: tls ? { ...place, tls, ...(authority === null ? {} : { ca: authority }) } : place,
    ...(username === null ? {} : { username }),
    ...(password === null ? {} : { password }),
    ...(database === 0 ? {} : { database }),
    disableOfflineQueue: true,
    // These two would need more rights.
    disableClientInfo: true,
    maintNotifications: 'disabled',
  });
}

const sinceMs = (moment: number): number => performance.now() - moment;

function away(reason: string): RedisState {
  return { type: 'away', sinceMs: performance.now(), reason };
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // Node tries every address of a name, and its error for all of them has no message.
  if (error instanceof AggregateError) return error.errors.map((each: unknown) => reasonOf(each)).join('; ');
  return error.message;
}
