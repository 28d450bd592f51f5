/**
 * A session at a Janus: what keeps handles alive, and what a restarted service claims to have them back.
 * https://janus.conf.meetecho.com/docs/rest.html#sessions
 */
import type { RelayPolicy } from '../../policy.ts';
import type { JanusConnection } from './connection.ts';
import { JanusHandle } from './handle.ts';
import { isJanusError, JanusError, plugins, type Plugin } from './janus-error.ts';
import { isNotification, type Incoming } from './messages.ts';

interface SessionOptions {
  readonly connection: JanusConnection;
  readonly policy: Pick<RelayPolicy, 'keepAliveMs'>;
  /** Called once: Janus has ended it. That another connection has claimed it, Janus does not say. */
  readonly onEnded: () => void;
  /** Called once, also where it was closed on this side. */
  readonly onClosed?: (session: JanusSession) => void;
}

export class JanusSession {
  readonly id: number;
  readonly #options: SessionOptions;
  readonly #handles = new Map<number, JanusHandle>();
  readonly #alive: NodeJS.Timeout;
  #state: 'open' | 'closed' = 'open';

  /** With `id`, the session has that one: rejects with `session-taken` where it exists. */
  static async create(options: SessionOptions, id?: number): Promise<JanusSession> {
    const reply = await options.connection.request({ janus: 'create', ...(id === undefined ? {} : { id }) });
    const made = reply.janus === 'success' ? reply.data?.id : undefined;
    if (made === undefined) throw new JanusError('unreadable', 'Janus names no session');
    return new JanusSession(made, options);
  }

  /**
   * Takes a session over from the connection that had it, with its handles. Rejects with `no-session` where
   * there is none (any more).
   */
  static async claim(options: SessionOptions, id: number): Promise<JanusSession> {
    await options.connection.request({ janus: 'claim', session_id: id });
    return new JanusSession(id, options);
  }

  private constructor(id: number, options: SessionOptions) {
    this.id = id;
    this.#options = options;
    this.#alive = setInterval(() => this.#keepAlive(), options.policy.keepAliveMs).unref();
  }

  /** `opaqueId`: by it a restarted service knows the handle again. */
  async attach(plugin: Plugin, opaqueId: string): Promise<JanusHandle> {
    const body = { janus: 'attach', session_id: this.id, plugin: plugins[plugin], opaque_id: opaqueId };
    const reply = await this.#options.connection.request(body);
    const id = reply.janus === 'success' ? reply.data?.id : undefined;
    if (id === undefined) throw new JanusError('unreadable', 'Janus names no handle');
    return this.adopt(plugin, id);
  }

  /** A handle that exists already, in a session that was claimed. */
  adopt(plugin: Plugin, handleId: number): JanusHandle {
    const { connection } = this.#options;
    const onClosed = (): void => void this.#handles.delete(handleId);
    const handle = new JanusHandle({ connection, sessionId: this.id, id: handleId, plugin, onClosed });
    this.#handles.set(handleId, handle);
    return handle;
  }

  /** A message of its connection that answers no request. */
  receive(message: Incoming): void {
    if (message.janus === 'timeout') this.#end();
    else if (isNotification(message)) this.#handles.get(message.sender ?? 0)?.receive(message);
  }

  /** Ends it at Janus, with all of its handles. */
  async destroy(): Promise<void> {
    if (this.#state === 'closed') return;
    this.close();
    await this.#options.connection.request({ janus: 'destroy', session_id: this.id });
  }

  /** Leaves it as it is: Janus keeps it for a minute, for the service that claims it. */
  close(): void {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    clearInterval(this.#alive);
    this.#handles.clear();
    this.#options.onClosed?.(this);
  }

  #keepAlive(): void {
    const body = { janus: 'keepalive', session_id: this.id };
    this.#options.connection.request(body, { until: 'ack' }).catch((error: unknown) => {
      if (isJanusError(error, 'no-session')) this.#end();
    });
  }

  #end(): void {
    if (this.#state === 'closed') return;
    const handles = [...this.#handles.values()];
    this.close();
    for (const handle of handles) handle.receive({ janus: 'detached' });
    this.#options.onEnded();
  }
}
