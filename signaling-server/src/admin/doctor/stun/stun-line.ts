/**
 * The way to one STUN or TURN server: UDP with retransmissions (RFC 8489, section 6.2.1), TCP, or
 * TLS. `doctor` opens one for each address of a server.
 */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect as connectTcp, isIPv6, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { decodeMessage, messageLength, type StunMessage } from './stun-message.ts';

export type Transport = 'udp' | 'tcp' | 'tls';

export interface ServerAddress {
  readonly transport: Transport;
  /** As the setting names it; for TLS the name on the certificate. */
  readonly host: string;
  /** One of the addresses of that name. */
  readonly address: string;
  readonly port: number;
}

export interface Received {
  readonly message: StunMessage;
  readonly bytes: Buffer;
}

export interface StunLine {
  /** Resolves to the answer; undefined if none comes in time, or the server closes the line. */
  request(bytes: Buffer, transactionId: Buffer): Promise<Received | undefined>;
  /** Sends without waiting. */
  send(bytes: Buffer): void;
  /** Messages that answer no request. */
  onIndication(listener: (message: StunMessage) => void): void;
  close(): void;
}

/** Doubles after each attempt. A lost packet or two are no fault of a server. */
const FIRST_RETRY_MS = 500;
const ANSWER_TIMEOUT_MS = 5_000;
const CONNECT_TIMEOUT_MS = 5_000;

/**
 * Rejects with the system's error if the server cannot be reached; over TLS also for a bad
 * certificate.
 */
export async function openStunLine(server: ServerAddress): Promise<StunLine> {
  return server.transport === 'udp' ? openUdp(server) : openStream(server);
}

class Answers {
  readonly #waiting = new Map<string, (received: Received | undefined) => void>();
  #indication: (message: StunMessage) => void = () => undefined;

  receive(bytes: Buffer): void {
    const message = decodeMessage(bytes);
    if (message === undefined) return;
    if (message.class === 'indication') this.#indication(message);
    else this.#waiting.get(message.transactionId.toString('hex'))?.({ message, bytes });
  }

  onIndication(listener: (message: StunMessage) => void): void {
    this.#indication = listener;
  }

  async to(transactionId: Buffer): Promise<Received | undefined> {
    const id = transactionId.toString('hex');
    let timer: NodeJS.Timeout | undefined;
    try {
      return await new Promise<Received | undefined>((resolve) => {
        this.#waiting.set(id, resolve);
        timer = setTimeout(() => resolve(undefined), ANSWER_TIMEOUT_MS);
      });
    } finally {
      clearTimeout(timer);
      this.#waiting.delete(id);
    }
  }

  /** No answer will come any more. */
  end(): void {
    for (const resolve of this.#waiting.values()) resolve(undefined);
  }
}

async function openUdp({ address, port }: ServerAddress): Promise<StunLine> {
  const socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4');
  const answers = new Answers();
  socket.on('message', (bytes) => answers.receive(bytes));
  const connected = once(socket, 'connect');
  socket.connect(port, address);
  try {
    await connected;
  } catch (error) {
    socket.close();
    throw error;
  }
  // The system reports a closed port this way.
  socket.on('error', () => answers.end());
  const send = (bytes: Buffer): void => socket.send(bytes, () => undefined);
  return {
    send,
    onIndication: (listener) => answers.onIndication(listener),
    close: () => socket.close(),
    async request(bytes, transactionId) {
      let delayMs = FIRST_RETRY_MS;
      let timer: NodeJS.Timeout | undefined;
      const attempt = (): void => {
        send(bytes);
        timer = setTimeout(attempt, delayMs);
        delayMs *= 2;
      };
      const answer = answers.to(transactionId);
      attempt();
      try {
        return await answer;
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

async function openStream(server: ServerAddress): Promise<StunLine> {
  const socket = await connectStream(server);
  const answers = new Answers();
  let buffer: Buffer = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    buffer = Buffer.concat([buffer, chunk]);
    for (;;) {
      const length = messageLength(buffer);
      if (length !== undefined && Number.isNaN(length)) return void socket.destroy();
      if (length === undefined || buffer.length < length) return;
      answers.receive(buffer.subarray(0, length));
      buffer = buffer.subarray(length);
    }
  });
  socket.on('error', () => answers.end());
  socket.on('close', () => answers.end());
  return {
    send: (bytes) => void socket.write(bytes),
    onIndication: (listener) => answers.onIndication(listener),
    close: () => socket.destroy(),
    request(bytes, transactionId) {
      const answer = answers.to(transactionId);
      socket.write(bytes);
      return answer;
    },
  };
}

async function connectStream({ transport, host, address, port }: ServerAddress): Promise<Socket> {
  const isName = host !== address;
  const socket =
    transport === 'tls'
      ? connectTls({ host: address, port, ...(isName ? { servername: host } : {}) })
      : connectTcp({ host: address, port });
  const timer = setTimeout(() => socket.destroy(new Error('no answer')), CONNECT_TIMEOUT_MS);
  try {
    await once(socket, transport === 'tls' ? 'secureConnect' : 'connect');
    return socket;
  } finally {
    clearTimeout(timer);
  }
}
