/**
 * STUN messages as bytes (RFC 8489, sections 5 and 14; TURN's attributes in RFC 8656, section 18).
 * No more than `doctor` needs. Integrity is the one that browsers use: HMAC-SHA1 under the
 * long-term key (RFC 8489, section 9.2.2).
 */
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

export const method = {
  binding: 0x001,
  allocate: 0x003,
  refresh: 0x004,
  send: 0x006,
  data: 0x007,
  createPermission: 0x008,
} as const;
export type Method = (typeof method)[keyof typeof method];

export const attribute = {
  username: 0x0006,
  messageIntegrity: 0x0008,
  errorCode: 0x0009,
  lifetime: 0x000d,
  xorPeerAddress: 0x0012,
  data: 0x0013,
  realm: 0x0014,
  nonce: 0x0015,
  xorRelayedAddress: 0x0016,
  requestedAddressFamily: 0x0017,
  requestedTransport: 0x0019,
  xorMappedAddress: 0x0020,
} as const;
export type AttributeType = (typeof attribute)[keyof typeof attribute];

/** Bits 4 and 8 of the message type. */
const classBits = { request: 0x000, indication: 0x010, success: 0x100, error: 0x110 } as const;
export type MessageClass = keyof typeof classBits;

export interface Attribute {
  readonly type: number;
  readonly value: Buffer;
}

export interface StunMessage {
  readonly class: MessageClass;
  readonly method: number;
  /** 12 bytes. */
  readonly transactionId: Buffer;
  readonly attributes: readonly Attribute[];
}

/** User name and password for a server, with the realm that it named: enough to sign a request. */
export interface LongTermCredential {
  readonly username: string;
  readonly realm: string;
  readonly password: string;
}

const HEADER_BYTES = 20;
export const MAGIC_COOKIE = 0x2112_a442;
const HMAC_BYTES = 20;
const ATTRIBUTE_HEADER_BYTES = 4;

export const newTransactionId = (): Buffer => randomBytes(12);

export const longTermKey = ({ username, realm, password }: LongTermCredential): Buffer =>
  createHash('md5').update(`${username}:${realm}:${password}`).digest();

/** With a key, MESSAGE-INTEGRITY is added as the last attribute. */
export function encodeMessage(message: StunMessage, key?: Buffer): Buffer {
  const body = Buffer.concat(message.attributes.map(encodeAttribute));
  if (key === undefined) return Buffer.concat([header(message, body.length), body]);
  // Its own length counts in the header that it covers.
  const covered = Buffer.concat([header(message, body.length + ATTRIBUTE_HEADER_BYTES + HMAC_BYTES), body]);
  const value = createHmac('sha1', key).update(covered).digest();
  return Buffer.concat([covered, encodeAttribute({ type: attribute.messageIntegrity, value })]);
}

function header(message: StunMessage, length: number): Buffer {
  const bytes = Buffer.alloc(HEADER_BYTES);
  bytes.writeUInt16BE(message.method | classBits[message.class], 0);
  bytes.writeUInt16BE(length, 2);
  bytes.writeUInt32BE(MAGIC_COOKIE, 4);
  message.transactionId.copy(bytes, 8);
  return bytes;
}

function encodeAttribute({ type, value }: Attribute): Buffer {
  const bytes = Buffer.alloc(ATTRIBUTE_HEADER_BYTES + padded(value.length));
  bytes.writeUInt16BE(type, 0);
  bytes.writeUInt16BE(value.length, 2);
  value.copy(bytes, ATTRIBUTE_HEADER_BYTES);
  return bytes;
}

const padded = (length: number): number => Math.ceil(length / 4) * 4;

/** Undefined for everything that is not one whole STUN message. */
export function decodeMessage(bytes: Buffer): StunMessage | undefined {
  if (messageLength(bytes) !== bytes.length) return undefined;
  const type = bytes.readUInt16BE(0);
  const found = Object.entries(classBits).find(([, bits]) => bits === (type & 0x110));
  const attributes: Attribute[] = [];
  for (let at = HEADER_BYTES; at < bytes.length;) {
    if (at + ATTRIBUTE_HEADER_BYTES > bytes.length) return undefined;
    const length = bytes.readUInt16BE(at + 2);
    const start = at + ATTRIBUTE_HEADER_BYTES;
    if (start + length > bytes.length) return undefined;
    attributes.push({ type: bytes.readUInt16BE(at), value: bytes.subarray(start, start + length) });
    at = start + padded(length);
  }
  const name = found?.[0];
  if (name !== 'request' && name !== 'indication' && name !== 'success' && name !== 'error') return undefined;
  return { class: name, method: type & ~0x110, transactionId: bytes.subarray(8, HEADER_BYTES), attributes };
}

/**
 * The length in bytes of the message that begins here; undefined while too little of it has come,
 * NaN if it is no STUN message.
 */
export function messageLength(bytes: Buffer): number | undefined {
  if (bytes.length < HEADER_BYTES) return undefined;
  const length = bytes.readUInt16BE(2);
  const isStun = (bytes[0] ?? 0xff) < 0x40 && bytes.readUInt32BE(4) === MAGIC_COOKIE && length % 4 === 0;
  return isStun ? HEADER_BYTES + length : NaN;
}

/**
 * Whether the message carries the right integrity. It covers what stands before it; a fingerprint
 * may follow (RFC 8489, section 14.5).
 */
export function isIntact(bytes: Buffer, key: Buffer): boolean {
  const value = attributeOf(decodeMessage(bytes), attribute.messageIntegrity);
  if (value?.length !== HMAC_BYTES) return false;
  const start = value.byteOffset - bytes.byteOffset - ATTRIBUTE_HEADER_BYTES;
  const covered = Buffer.from(bytes.subarray(0, start));
  covered.writeUInt16BE(start - HEADER_BYTES + ATTRIBUTE_HEADER_BYTES + HMAC_BYTES, 2);
  return timingSafeEqual(value, createHmac('sha1', key).update(covered).digest());
}

export const attributeOf = (message: StunMessage | undefined, type: AttributeType): Buffer | undefined =>
  message?.attributes.find((row) => row.type === type)?.value;

export interface StunError {
  readonly code: number;
  readonly reason: string;
}

/** RFC 8489, section 14.8. */
export function errorOf(message: StunMessage): StunError | undefined {
  const value = attributeOf(message, attribute.errorCode);
  if (value === undefined || value.length < 4) return undefined;
  const code = ((value[2] ?? 0) & 0x07) * 100 + (value[3] ?? 0);
  return { code, reason: value.subarray(4).toString('utf8') };
}
