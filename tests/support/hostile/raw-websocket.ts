/**
 * A WebSocket over plain TCP (RFC 6455) that does what no client of ours does: stop reading, answer
 * pings without having read them, send any text.
 */
import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { SOCKET_PATH } from '@lectern/protocol';

const TEXT = 0x81;
const MASKED = 0x80;

interface OpenOptions {
  /** The address of this machine that it comes from. */
  readonly localAddress?: string;
  /** Sent beside those that a WebSocket needs. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A masked text frame. */
function textFrame(text: string): Buffer {
  const payload = Buffer.from(text);
  const mask = randomBytes(4);
  let head: Buffer;
  if (payload.length < 126) head = Buffer.from([TEXT, MASKED | payload.length]);
  else if (payload.length < 65_536) {
    head = Buffer.from([TEXT, MASKED | 126, 0, 0]);
    head.writeUInt16BE(payload.length, 2);
  } else {
    head = Buffer.from([TEXT, MASKED | 127, 0, 0, 0, 0, 0, 0, 0, 0]);
    head.writeUInt32BE(payload.length, 6);
  }
  for (let index = 0; index < payload.length; index += 1) {
    payload[index] = (payload[index] ?? 0) ^ (mask[index % 4] ?? 0);
  }
  return Buffer.concat([head, mask, payload]);
}

export class RawWebSocket {
  readonly tcp: Socket;
  #received = Buffer.alloc(0);
  #texts: string[] = [];
  #waiting: (() => void)[] = [];

  private constructor(tcp: Socket) {
    this.tcp = tcp;
    tcp.on('error', () => this.#wake());
    tcp.on('close', () => this.#wake());
    tcp.on('data', (data) => this.#receive(data));
  }

  /** Resolves when the WebSocket is open; rejects when the service refuses it. */
  static async open(url: string, { localAddress, headers = {} }: OpenOptions = {}): Promise<RawWebSocket> {
    const { hostname, port, host } = new URL(url);
    const tcp = connect({
      port: Number(port),
      host: hostname,
      ...(localAddress === undefined ? {} : { localAddress }),
    });
    const lines = [
      `GET ${SOCKET_PATH}/?EIO=4&transport=websocket HTTP/1.1`,
      `Host: ${host}`,
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
      ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    ];
    tcp.write(`${lines.join('\r\n')}\r\n\r\n`);
    const answer = await new Promise<Buffer>((resolve, reject) => {
      tcp
        .once('data', resolve)
        .once('error', reject)
        .once('close', () => reject(new Error('refused')));
    });
    const end = answer.indexOf('\r\n\r\n');
    if (!answer.toString('latin1').startsWith('HTTP/1.1 101') || end === -1) {
      tcp.destroy();
      throw new Error(answer.toString('latin1').split('\r\n', 1)[0] ?? 'refused');
    }
    const socket = new RawWebSocket(tcp);
    socket.#receive(answer.subarray(end + 4));
    return socket;
  }

  get isClosed(): boolean {
    return this.tcp.destroyed || this.tcp.readableEnded;
  }

  send(text: string): void {
    if (!this.tcp.destroyed) this.tcp.write(textFrame(text));
  }

  /** Nothing is read from now on. */
  stopReading(): void {
    this.tcp.pause();
  }

  /** The next text that begins so. Rejects when the connection closes first. */
  async next(prefix: string): Promise<string> {
    for (;;) {
      const index = this.#texts.findIndex((text) => text.startsWith(prefix));
      const [found] = index === -1 ? [] : this.#texts.splice(index, 1);
      if (found !== undefined) return found;
      if (this.isClosed) throw new Error(`closed before ${prefix}`);
      await new Promise<void>((resolve) => void this.#waiting.push(resolve));
    }
  }

  /** Resolves when the connection has been closed. */
  async closed(): Promise<void> {
    if (!this.tcp.closed) await new Promise<void>((resolve) => this.tcp.once('close', () => resolve()));
  }

  close(): void {
    this.tcp.destroy();
  }

  /** Frames of a server are not masked. Longer ones than 64 KB do not come. */
  #receive(data: Buffer): void {
    this.#received = Buffer.concat([this.#received, data]);
    for (;;) {
      const [first = 0, second = 0] = this.#received;
      const isLong = second === 126;
      const head = isLong ? 4 : 2;
      if (this.#received.length < head) break;
      const length = isLong ? this.#received.readUInt16BE(2) : second;
      if (this.#received.length < head + length) break;
      const payload = this.#received.subarray(head, head + length);
      this.#received = this.#received.subarray(head + length);
      if (first === TEXT) this.#answerText(payload.toString());
    }
    this.#wake();
  }

  #wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  #answerText(text: string): void {
    if (text === '2') this.send('3');
    else this.#texts.push(text);
    // Only what was asked for is of interest.
    if (this.#texts.length > 1_000) this.#texts = this.#texts.slice(-500);
  }
}
