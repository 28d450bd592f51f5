/**
 * One WebSocket to a Janus: its API or its Admin API. Requests have timeouts, every message passes a schema,
 * and a Janus that no longer answers counts as gone. It does not come back by itself: `RelayNode` opens the
 * next one.
 */
import { WebSocket, type RawData } from 'ws';
import type { RelayPolicy } from '../../policy.ts';
import { isJanusError, JanusError, refusal } from './janus-error.ts';
import { Incoming, isReply, type Reply } from './messages.ts';

/** The two APIs are behind ports, subprotocols and secrets of their own. */
const apis = {
  api: { protocol: 'janus-protocol', secret: 'apisecret' },
  admin: { protocol: 'janus-admin-protocol', secret: 'admin_secret' },
} as const;

export interface ConnectionOptions {
  readonly url: string;
  readonly api: keyof typeof apis;
  readonly secret: string;
  readonly policy: RelayPolicy;
}

export interface ConnectionListener {
  /** A message that answers no request. */
  message(message: Incoming): void;
  /** Once, and not after `close`. `reason` names no secret. */
  lost(reason: string): void;
}

type Body = Readonly<Record<string, unknown>> & { readonly janus: string };

interface Waiting {
  readonly until: 'ack' | 'answer';
  readonly resolve: (reply: Reply) => void;
  readonly reject: (error: JanusError) => void;
  readonly timer: NodeJS.Timeout;
}

export class JanusConnection {
  readonly #socket: WebSocket;
  readonly #options: ConnectionOptions;
  readonly #listener: ConnectionListener;
  readonly #waiting = new Map<string, Waiting>();
  readonly #pings: NodeJS.Timeout;
  #requests = 0;
  /** When the last message came. */
  #heardMs = performance.now();
  #state: 'open' | 'closed' = 'open';

  /** Rejects with `away` where nothing listens, or something that is no Janus. */
  static async open(options: ConnectionOptions, listener: ConnectionListener): Promise<JanusConnection> {
    const { url, api, policy } = options;
    const socket = new WebSocket(url, apis[api].protocol, {
      handshakeTimeout: policy.connectWithinMs,
      maxPayload: policy.maxMessageBytes,
      perMessageDeflate: false,
      followRedirects: false,
    });
    await new Promise<void>((resolve, reject) => {
      socket.once('open', resolve);
      socket.on('error', (error) => reject(new JanusError('away', reasonOf(error))));
    });
    return new JanusConnection(socket, options, listener);
  }

  private constructor(socket: WebSocket, options: ConnectionOptions, listener: ConnectionListener) {
    this.#socket = socket;
    this.#options = options;
    this.#listener = listener;
    socket.on('message', (data) => this.#read(textOf(data)));
    socket.on('error', (error) => this.#lost(reasonOf(error)));
    socket.on('close', (code) => this.#lost(`the connection was closed (${String(code)})`));
    this.#pings = setInterval(() => this.#ping(), options.policy.pingEveryMs).unref();
  }

  /**
   * Resolves with what answers it. `until: 'ack'` is for requests that Janus only confirms. For the others an
   * `ack` means nothing, and may come after the event that answers. Rejects with `JanusError`.
   */
  request(
    body: Body,
    { until = 'answer', withinMs = this.#options.policy.answerWithinMs }: Partial<RequestOptions> = {},
  ): Promise<Reply> {
    if (this.#state === 'closed') return Promise.reject(new JanusError('away', 'Janus is away'));
    this.#requests += 1;
    const transaction = this.#requests.toString(36);
    const { api, secret } = this.#options;
    const text = JSON.stringify({ ...body, transaction, [apis[api].secret]: secret });
    return new Promise<Reply>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(transaction);
        reject(new JanusError('timeout', `Janus has not answered “${body.janus}” in time`));
      }, withinMs).unref();
      this.#waiting.set(transaction, { until, resolve, reject, timer });
      this.#socket.send(text);
    });
  }

  close(): void {
    if (this.#state === 'closed') return;
    this.#end('Janus is away');
    this.#socket.terminate();
  }

  #ping(): void {
    const { pongWithinMs } = this.#options.policy;
    this.request({ janus: 'ping' }, { withinMs: pongWithinMs }).catch((error: unknown) => {
      if (!isJanusError(error, 'timeout')) return;
      // After a pause of this process, the answer may wait to be read.
      setImmediate(() => {
        if (performance.now() - this.#heardMs >= pongWithinMs) this.#lost('it does not answer');
      });
    });
  }

  #read(text: string): void {
    this.#heardMs = performance.now();
    const message = parse(text);
    // A newer Janus may say more than this one knows.
    if (message === undefined || this.#state === 'closed') return;
    const waiting = message.transaction === undefined ? undefined : this.#waiting.get(message.transaction);
    if (waiting === undefined || !this.#settle(waiting, message)) {
      if (message.janus !== 'ack') this.#listener.message(message);
      return;
    }
    clearTimeout(waiting.timer);
    this.#waiting.delete(message.transaction ?? '');
  }

  /** False where the request goes on waiting. */
  #settle({ until, resolve, reject }: Waiting, message: Incoming): boolean {
    if (message.janus === 'error') {
      reject(refusal('core', message.error.code, message.error.reason));
      return true;
    }
    if (!isReply(message) || (message.janus === 'ack' && until === 'answer')) return false;
    resolve(message);
    return true;
  }

  #lost(reason: string): void {
    if (this.#state === 'closed') return;
    this.#end(reason);
    this.#socket.terminate();
    this.#listener.lost(reason);
  }

  #end(reason: string): void {
    this.#state = 'closed';
    clearInterval(this.#pings);
    for (const { reject, timer } of this.#waiting.values()) {
      clearTimeout(timer);
      reject(new JanusError('away', reason));
    }
    this.#waiting.clear();
  }
}

interface RequestOptions {
  readonly until: 'ack' | 'answer';
  readonly withinMs: number;
}

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString();
  return (data instanceof ArrayBuffer ? Buffer.from(data) : data).toString();
}

function parse(text: string): Incoming | undefined {
  try {
    const parsed = Incoming.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

/** Node tries every address of a name, and its error for all of them has no message. */
function reasonOf(error: Error): string {
  if (error instanceof AggregateError && error.errors[0] instanceof Error) return reasonOf(error.errors[0]);
  return error.message;
}
