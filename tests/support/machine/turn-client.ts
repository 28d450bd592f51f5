/**
 * A TURN client that sends single requests, so that tests see what a TURN server permits. RFC 8656
 * over UDP, TCP and TLS.
 */
import { createHash, createHmac, randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect as connectTcp, isIP, isIPv6, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

const COOKIE = 0x2112a442;
const ANSWER_TIMEOUT_MS = 5_000;
/** STUN methods and attributes, RFC 8489 section 18 and RFC 8656 section 17. */
const METHODS = { allocate: 0x003, refresh: 0x004, permit: 0x008 } as const;
const ATTRIBUTES = {
  username: 0x0006,
  integrity: 0x0008,
  error: 0x0009,
  lifetime: 0x000d,
  peer: 0x0012,
  realm: 0x0014,
  nonce: 0x0015,
  family: 0x0017,
  transport: 0x0019,
} as const;
const UDP = 17;
const FAMILIES = { IPv4: 1, IPv6: 2 } as const;

export interface TurnServerAddress {
  readonly transport: 'udp' | 'tcp' | 'tls';
  readonly host: string;
  /** What is asked for in TLS, if not the host. */
  readonly name?: string;
  readonly port: number;
}

export interface TurnCredentials {
  readonly username: string;
  readonly password: string;
}

/** 0 is success; otherwise an error code of RFC 8656, such as 403. */
type Outcome = number;

interface Line {
  readonly ask: (request: Buffer) => Promise<Buffer>;
  readonly close: () => void;
}

export class TurnClient {
  readonly #line: Line;
  readonly #credentials: TurnCredentials;
  #realm = '';
  #nonce = '';

  private constructor(line: Line, credentials: TurnCredentials) {
    this.#line = line;
    this.#credentials = credentials;
  }

  static async connect(server: TurnServerAddress, credentials: TurnCredentials): Promise<TurnClient> {
    return new TurnClient(server.transport === 'udp' ? udpLine(server) : await streamLine(server), credentials);
  }

  /** Asks for a relay address. */
  async allocate(family: keyof typeof FAMILIES = 'IPv4'): Promise<Outcome> {
    const wanted = [
      attribute(ATTRIBUTES.transport, Buffer.from([UDP, 0, 0, 0])),
      attribute(ATTRIBUTES.family, Buffer.from([FAMILIES[family], 0, 0, 0])),
    ];
    const first = await this.#line.ask(message(METHODS.allocate, wanted));
    this.#realm = read(first, ATTRIBUTES.realm)?.toString() ?? '';
    this.#nonce = read(first, ATTRIBUTES.nonce)?.toString() ?? '';
    return await this.#ask(METHODS.allocate, wanted);
  }

  /** Keeps the allocation for another ten minutes; with 0 seconds, gives it back. */
  async refresh(lifetimeS = 600): Promise<Outcome> {
    const lifetime = Buffer.alloc(4);
    lifetime.writeUInt32BE(lifetimeS);
    return await this.#ask(METHODS.refresh, [attribute(ATTRIBUTES.lifetime, lifetime)]);
  }

  /** Asks for permission to exchange packets with this address. */
  async permit(address: string): Promise<Outcome> {
    return await this.#ask(METHODS.permit, [], address);
  }

  close(): void {
    this.#line.close();
  }

  async #ask(method: number, attributes: readonly Buffer[], peer?: string): Promise<Outcome> {
    const { username, password } = this.#credentials;
    const id = randomBytes(12);
    const all = [
      ...attributes,
      ...(peer === undefined ? [] : [attribute(ATTRIBUTES.peer, xorAddress(peer, id))]),
      attribute(ATTRIBUTES.username, Buffer.from(username)),
      attribute(ATTRIBUTES.realm, Buffer.from(this.#realm)),
      attribute(ATTRIBUTES.nonce, Buffer.from(this.#nonce)),
    ];
    const key = createHash('md5').update(`${username}:${this.#realm}:${password}`).digest();
    return outcomeOf(await this.#line.ask(signed(message(method, all, id), key)));
  }
}

function attribute(type: number, value: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16BE(type, 0);
  head.writeUInt16BE(value.length, 2);
  return Buffer.concat([head, value, Buffer.alloc((4 - (value.length % 4)) % 4)]);
}

function message(method: number, attributes: readonly Buffer[], id = randomBytes(12)): Buffer {
  const body = Buffer.concat(attributes);
  const head = Buffer.alloc(8);
  head.writeUInt16BE(method, 0);
  head.writeUInt16BE(body.length, 2);
  head.writeUInt32BE(COOKIE, 4);
  return Buffer.concat([head, id, body]);
}

/** The length in the header counts the signature, RFC 8489 section 14.5. */
function signed(unsigned: Buffer, key: Buffer): Buffer {
  const request = Buffer.from(unsigned);
  request.writeUInt16BE(request.readUInt16BE(2) + 24, 2);
  const signature = createHmac('sha1', key).update(request).digest();
  return Buffer.concat([request, attribute(ATTRIBUTES.integrity, signature)]);
}

/** XOR-PEER-ADDRESS, RFC 8489 section 14.2. The port does not matter for a permission. */
function xorAddress(address: string, id: Buffer): Buffer {
  const bytes = isIPv6(address) ? ipv6Bytes(address) : Buffer.from(address.split('.').map(Number));
  const mask = Buffer.alloc(16);
  mask.writeUInt32BE(COOKIE, 0);
  id.copy(mask, 4);
  const family = bytes.length === 4 ? FAMILIES.IPv4 : FAMILIES.IPv6;
  const port = 9;
  const head = Buffer.from([0, family, (port >> 8) ^ (mask[0] ?? 0), (port & 0xff) ^ (mask[1] ?? 0)]);
  return Buffer.concat([head, Buffer.from(bytes.map((byte, index) => byte ^ (mask[index] ?? 0)))]);
}

function ipv6Bytes(address: string): Buffer {
  // The address parser of the URL standard writes an IPv4 tail in hexadecimal.
  const plain = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [head = '', tail] = plain.split('::');
  const words = (part: string): string[] => (part === '' ? [] : part.split(':'));
  const [before, after] = [words(head), words(tail ?? '')];
  const zeros = tail === undefined ? [] : Array<string>(8 - before.length - after.length).fill('0');
  return Buffer.from([...before, ...zeros, ...after].map((word) => word.padStart(4, '0')).join(''), 'hex');
}

function read(answer: Buffer, type: number): Buffer | undefined {
  for (let at = 20; at + 4 <= answer.length;) {
    const length = answer.readUInt16BE(at + 2);
    if (answer.readUInt16BE(at) === type) return answer.subarray(at + 4, at + 4 + length);
    at += 4 + Math.ceil(length / 4) * 4;
  }
  return undefined;
}

function outcomeOf(answer: Buffer): Outcome {
  const error = read(answer, ATTRIBUTES.error);
  return error === undefined ? 0 : (error[2] ?? 0) * 100 + (error[3] ?? 0);
}

async function withinTime<T>(answer: Promise<T>, what: string): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no ${what} from the TURN server`)), ANSWER_TIMEOUT_MS);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

function udpLine({ host, port }: TurnServerAddress): Line {
  const socket = createSocket(isIPv6(host) ? 'udp6' : 'udp4');
  return {
    ask: async (request) => {
      const answer = once(socket, 'message');
      socket.send(request, port, host);
      const [packet] = (await withinTime(answer, 'answer')) as [Buffer];
      return packet;
    },
    close: () => socket.close(),
  };
}

async function streamLine({ transport, host, port, name = host }: TurnServerAddress): Promise<Line> {
  const isTls = transport === 'tls';
  // By the name, a server may choose what it presents. The certificate is one of the test's own.
  const asked = isIP(name) === 0 ? { servername: name } : {};
  const socket: Socket = isTls
    ? connectTls({ host, port, ...asked, rejectUnauthorized: false })
    : connectTcp({ host, port });
  await withinTime(once(socket, isTls ? 'secureConnect' : 'connect'), 'connection');
  return {
    ask: async (request) => {
      let received = Buffer.alloc(0);
      const answer = new Promise<Buffer>((resolve, reject) => {
        const onData = (chunk: Buffer): void => {
          received = Buffer.concat([received, chunk]);
          if (received.length < 20 || received.length < 20 + received.readUInt16BE(2)) return;
          socket.off('data', onData);
          resolve(received);
        };
        socket.on('data', onData);
        socket.once('error', reject);
      });
      socket.write(request);
      return await withinTime(answer, 'answer');
    },
    close: () => socket.destroy(),
  };
}
