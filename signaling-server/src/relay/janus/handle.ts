/** One plugin handle: a peer connection at Janus with its signaling, or only a way to ask the plugin. */
import * as z from 'zod/mini';
import type { JanusConnection } from './connection.ts';
import { JanusError, plugins, refusal, type Plugin } from './janus-error.ts';
import type { Description, Notification } from './messages.ts';

interface HandleOptions {
  readonly connection: JanusConnection;
  readonly sessionId: number;
  readonly id: number;
  readonly plugin: Plugin;
  readonly onClosed: () => void;
}

/** A candidate as the browser's `RTCIceCandidateInit` has it; null where there are no more. */
export type Candidate = {
  readonly candidate: string;
  readonly sdpMid: string | null;
  readonly sdpMLineIndex: number | null;
} | null;

export interface Answer<T> {
  readonly data: T;
  readonly description: Description | undefined;
}

const PluginFailure = z.object({ error_code: z.number(), error: z.prefault(z.string(), '') });

export class JanusHandle {
  readonly id: number;
  readonly plugin: Plugin;
  readonly #options: HandleOptions;
  #listener: ((notification: Notification) => void) | undefined;
  #state: 'open' | 'closed' = 'open';

  constructor(options: HandleOptions) {
    this.id = options.id;
    this.plugin = options.plugin;
    this.#options = options;
  }

  /** It has one listener. `detached` is the last that it hears. */
  listen(listener: (notification: Notification) => void): void {
    this.#listener = listener;
  }

  receive(notification: Notification): void {
    this.#listener?.(notification);
    if (notification.janus === 'detached') this.#close();
  }

  /**
   * Asks the plugin. Rejects with its refusal, which comes inside a success, and with `unreadable` where the
   * answer does not fit `schema`.
   */
  async message<T>(
    schema: z.ZodMiniType<T>,
    body: Readonly<Record<string, unknown>>,
    description?: Description,
  ): Promise<Answer<T>> {
    const reply = await this.#request('message', {
      body,
      ...(description === undefined ? {} : { jsep: description }),
    });
    const data = reply.janus === 'success' || reply.janus === 'event' ? reply.plugindata?.data : undefined;
    const failure = PluginFailure.safeParse(data);
    if (failure.success) throw refusal(this.plugin, failure.data.error_code, failure.data.error);
    const parsed = schema.safeParse(data);
    const name = String(body['request']);
    if (!parsed.success) throw new JanusError('unreadable', `the answer of ${plugins[this.plugin]} to ${name} is new`);
    return { data: parsed.data, description: reply.janus === 'event' ? reply.jsep : undefined };
  }

  async trickle(candidate: Candidate): Promise<void> {
    await this.#request('trickle', { candidate: candidate ?? { completed: true } }, 'ack');
  }

  /** Ends the peer connection; the handle can have another one. */
  async hangUp(): Promise<void> {
    await this.#request('hangup', {});
  }

  /** Final: ends the handle with its peer connection. */
  async detach(): Promise<void> {
    if (this.#state === 'closed') return;
    this.#close();
    await this.#request('detach', {});
  }

  #request(janus: string, rest: Readonly<Record<string, unknown>>, until: 'ack' | 'answer' = 'answer') {
    const { connection, sessionId, id } = this.#options;
    return connection.request({ janus, session_id: sessionId, handle_id: id, ...rest }, { until });
  }

  #close(): void {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    this.#listener = undefined;
    this.#options.onClosed();
  }
}
