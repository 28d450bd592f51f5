/**
 * One supervised Janus. It is tried before it is used, it comes back by itself, and a death is noticed at
 * once where its socket closes, and within two seconds where it hangs.
 */
import { lookup } from 'node:dns/promises';
import type { Logger } from 'pino';
import type { RelayPolicy } from '../policy.ts';
import type { Cancel } from '../room/clock.ts';
import { JanusConnection } from './janus/connection.ts';
import { findHandles, type FoundHandle } from './janus/find-handles.ts';
import { isJanusError, JanusError } from './janus/janus-error.ts';
import { RelayRefusal } from './janus/refusal.ts';
import { JanusSession } from './janus/session.ts';
import type { JanusHandle } from './janus/handle.ts';
import type { Incoming } from './janus/messages.ts';
import { Mountpoints } from './janus/streaming.ts';
import { adminUrlOf, verifyAdminApi, verifyPlugin, verifyServer } from './janus/verify.ts';
import { VideoRooms } from './janus/video-room.ts';
import { linkOf, type RelayRoomNames } from './names.ts';

export type NodeState =
  /** `refused`: it is reached, but must not be used. `reason` names no secret. */
  | { readonly type: 'away' | 'refused'; readonly reason: string }
  | { readonly type: 'here'; readonly version: string }
  | { readonly type: 'closed' };

/** What can be asked of a node that is here. */
export interface NodeControl {
  readonly rooms: VideoRooms;
  readonly mountpoints: Mountpoints;
  /** Where RTP of other nodes reaches it: an IP address. */
  readonly mediaAddress: string;
}

/** A room's session at a node, with the handles that were there already, by their links. */
export interface RoomSession {
  readonly session: JanusSession;
  readonly handles: ReadonlyMap<string, JanusHandle>;
  /** What was found of each. */
  readonly found: ReadonlyMap<string, FoundHandle>;
}

export interface NodeListener {
  /** Verified, and empty or as the last service has left it. */
  here(): void;
  /** Sessions and handles of this node are lost, unless it comes back within a minute. */
  away(): void;
}

export interface NodeOptions {
  /** Of its API: `ws://host:port`. */
  readonly url: string;
  readonly secret: string;
  readonly policy: RelayPolicy;
  readonly log: Logger;
  /** Called whenever nothing answers there. */
  readonly onUnreached?: () => void;
}

interface Open {
  readonly connection: JanusConnection;
  readonly control: NodeControl;
}

export class RelayNode {
  /** Host and port. */
  readonly name: string;
  readonly #options: NodeOptions;
  readonly #log: Logger;
  readonly #listeners = new Set<NodeListener>();
  readonly #sessions = new Map<number, JanusSession>();
  #state: NodeState = { type: 'away', reason: 'not connected yet' };
  #connection: JanusConnection | undefined;
  #open: Open | undefined;
  /** Counts connections: what an earlier one still says means nothing. */
  #attempt = 0;
  #failures = 0;
  #timer: NodeJS.Timeout | undefined;

  /** Connects at once, and tries for as long as it is open. */
  constructor(options: NodeOptions) {
    this.#options = options;
    this.name = new URL(options.url).host;
    this.#log = options.log.child({ janus: this.name });
    void this.#connect();
  }

  get state(): NodeState {
    return this.#state;
  }

  /** Undefined while it is not here. */
  get control(): NodeControl | undefined {
    return this.#open?.control;
  }

  /** Resolves as soon as it is here. Rejects with `away` where it is not in time. */
  whenHere(withinMs: number): Promise<void> {
    if (this.control !== undefined) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        stop();
        reject(new JanusError('away', 'Janus is away'));
      }, withinMs).unref();
      const stop = this.watch({
        here: () => {
          clearTimeout(timer);
          stop();
          resolve();
        },
        away: () => undefined,
      });
    });
  }

  watch(listener: NodeListener): Cancel {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /**
   * The room's session at this node: claimed from the service that had it before, or a new one. `onEnded`:
   * Janus has ended it. Rejects with `JanusError`.
   */
  async openSession({ room, sessionId }: RelayRoomNames, onEnded: () => void): Promise<RoomSession> {
    const { connection } = this.#open ?? {};
    if (connection === undefined) throw new JanusError('away', 'Janus is away');
    const { policy, url, secret } = this.#options;
    const onClosed = (session: JanusSession): void => {
      if (this.#sessions.get(sessionId) === session) this.#sessions.delete(sessionId);
    };
    const options = { connection, policy, onEnded, onClosed };
    this.#sessions.get(sessionId)?.close();
    try {
      const session = await JanusSession.claim(options, sessionId);
      this.#sessions.set(sessionId, session);
      const handles = new Map<string, JanusHandle>();
      const found = new Map<string, FoundHandle>();
      for (const each of await findHandles({ url: adminUrlOf(url), secret, policy }, sessionId)) {
        const link = linkOf(each.opaqueId, room);
        if (link === undefined) continue;
        handles.set(link, session.adopt(each.plugin, each.id));
        found.set(link, each);
      }
      return { session, handles, found };
    } catch (error) {
      if (!isJanusError(error, 'no-session')) throw error;
    }
    const session = await JanusSession.create(options, sessionId);
    this.#sessions.set(sessionId, session);
    return { session, handles: new Map(), found: new Map() };
  }

  close(): void {
    if (this.#state.type === 'closed') return;
    this.#state = { type: 'closed' };
    this.#listeners.clear();
    this.#drop();
  }

  async #connect(): Promise<void> {
    const attempt = this.#attempt;
    const { url, secret, policy } = this.#options;
    try {
      const connection = await JanusConnection.open(
        { url, api: 'api', secret, policy },
        {
          message: (message) => this.#receive(message),
          lost: (reason) => this.#lost(attempt, new JanusError('away', reason)),
        },
      );
      if (attempt !== this.#attempt) return connection.close();
      this.#connection = connection;
      const version = await verifyServer(connection);
      const control = await this.#openControl(attempt, connection);
      await verifyAdminApi({ url, secret, policy });
      if (attempt !== this.#attempt) return undefined;
      this.#open = { connection, control };
      this.#failures = 0;
      this.#state = { type: 'here', version };
      this.#log.info({ version }, 'relay node connected');
      for (const listener of this.#listeners) listener.here();
    } catch (error) {
      this.#lost(attempt, error);
    }
    return undefined;
  }

  async #openControl(attempt: number, connection: JanusConnection): Promise<NodeControl> {
    const { url, secret, policy } = this.#options;
    const onEnded = (): void => this.#lost(attempt, new JanusError('away', 'it has ended the session of the service'));
    try {
      const session = await JanusSession.create({ connection, policy, onEnded });
      this.#sessions.set(session.id, session);
      const rooms = await session.attach('videoroom', 'lectern/rooms');
      const mountpoints = await session.attach('streaming', 'lectern/mountpoints');
      await verifyPlugin(rooms);
      await verifyPlugin(mountpoints);
      const { address } = await lookup(new URL(url).hostname.replace(/^\[|\]$/g, ''));
      return {
        rooms: new VideoRooms(rooms, secret),
        mountpoints: new Mountpoints(mountpoints, secret),
        mediaAddress: address,
      };
    } catch (error) {
      if (isJanusError(error, 'unauthorized')) throw new RelayRefusal('its API has another secret');
      throw error;
    }
  }

  #receive(message: Incoming): void {
    this.#sessions.get(message.session_id ?? 0)?.receive(message);
  }

  #lost(attempt: number, error: unknown): void {
    if (this.#state.type === 'closed' || attempt !== this.#attempt) return;
    const { policy, onUnreached } = this.#options;
    const isRefusal = error instanceof RelayRefusal;
    const type = isRefusal ? 'refused' : 'away';
    const reason = error instanceof Error ? error.message : String(error);
    const before = this.#state;
    // Each reason once: the attempts go on several times a second.
    if (before.type === 'here' || before.reason !== reason) {
      if (isRefusal) this.#log.error({ reason }, 'relay node refused');
      else this.#log.warn({ reason }, 'relay node away');
    }
    this.#drop();
    this.#state = { type, reason };
    const { first, longest } = policy.retryMs;
    const waitMs = isRefusal ? policy.refusedRetryMs : Math.min(first * 2 ** this.#failures, longest);
    this.#failures += 1;
    this.#timer = setTimeout(() => void this.#connect(), waitMs * (0.5 + Math.random() / 2)).unref();
    if (!isRefusal) onUnreached?.();
    if (before.type === 'here') for (const listener of this.#listeners) listener.away();
  }

  #drop(): void {
    this.#attempt += 1;
    clearTimeout(this.#timer);
    for (const session of this.#sessions.values()) session.close();
    this.#sessions.clear();
    this.#connection?.close();
    this.#connection = undefined;
    this.#open = undefined;
  }
}
