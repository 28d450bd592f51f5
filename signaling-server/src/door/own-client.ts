/**
 * A client of the service inside itself: over a real socket, through the same doors as everybody.
 */
import {
  notices,
  ReplyEnvelope,
  SOCKET_PATH,
  spoken,
  requests,
  type Handshake,
  type NoticeName,
  type NoticePayload,
  type RequestName,
  type RequestParams,
  type RequestResult,
} from '@lectern/protocol';
import { io, type Socket } from 'socket.io-client';
import * as z from 'zod/mini';

type Says<H = Handshake> = H extends Handshake ? Omit<H, 'protocol'> : never;

interface OwnClientOptions {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly says: Says;
  /** Ends everything that waits. */
  readonly signal: AbortSignal;
}

const WithCause = z.object({ description: z.object({ message: z.string() }) });

/** Only the words: the error itself holds the request, with the secret in its headers. */
function reasonOf(error: Error): string {
  const cause = WithCause.safeParse(error);
  return cause.success ? `${error.message}: ${cause.data.description.message}` : error.message;
}

export class OwnClient {
  readonly #socket: Socket;
  readonly #signal: AbortSignal;
  readonly #refused: Promise<never>;

  constructor({ url, headers, says, signal }: OwnClientOptions) {
    this.#signal = signal;
    this.#socket = io(url, {
      path: SOCKET_PATH,
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      extraHeaders: { ...headers },
      auth: { ...says, protocol: spoken },
    });
    this.#refused = new Promise<never>((_resolve, reject) => {
      this.#socket.once('connect_error', (error) => reject(new Error(reasonOf(error))));
      this.#socket.once('disconnect', (reason) => reject(new Error(reason)));
      signal.addEventListener('abort', () => reject(new Error('not in time')), { once: true });
    });
    // A failure while nothing waits is of no interest.
    this.#refused.catch(() => undefined);
  }

  /** The next notice of that name. Rejects when the connection or the time is over. */
  next<N extends NoticeName>(name: N): Promise<NoticePayload<N>> {
    const notice = this.#next(name);
    // A join that has failed meanwhile waits for it no more, and its failure must not end the
    // process.
    notice.catch(() => undefined);
    return notice;
  }

  async #next<N extends NoticeName>(name: N): Promise<NoticePayload<N>> {
    const heard = new Promise<unknown>((resolve) => this.#socket.once<string>(name, resolve));
    // The table pairs the schema with the name.
    return notices[name].payload.parse(await Promise.race([heard, this.#refused])) as NoticePayload<N>;
  }

  async request<N extends RequestName>(name: N, params: RequestParams<N>): Promise<RequestResult<N>> {
    if (this.#signal.aborted) throw new Error('not in time');
    const reply = ReplyEnvelope.parse(await Promise.race([this.#socket.emitWithAck(name, params), this.#refused]));
    if (!reply.ok) throw new Error(`${name} was refused: ${reply.error.code}`);
    return requests[name].result.parse(reply.data) as RequestResult<N>;
  }

  close(): void {
    this.#socket.removeAllListeners();
    this.#socket.disconnect();
  }
}
