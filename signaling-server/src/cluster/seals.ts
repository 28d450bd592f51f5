/**
 * Seals what travels between instances with AES-256-GCM (NIST SP 800-38D): access to the carrier is
 * not enough to read or forge it. Each pair of sender and receiver has a key of its own, and the
 * number of the message is its nonce. An instance has a new id in each process, so no number is
 * used twice with one key.
 */
import { createCipheriv, createDecipheriv, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { InstanceId } from './instance.ts';
import type { Destination } from './carrier.ts';

/** A secret that all instances share, by its id: secrets can be rotated. */
export interface SealKey {
  /** Eight characters. */
  readonly id: string;
  readonly key: Uint8Array;
}

/** The first one seals, all open. */
export type SealKeys = readonly [SealKey, ...SealKey[]];

export interface Opened {
  readonly from: InstanceId;
  readonly number: number;
  readonly plain: Buffer;
}

const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const NUMBER_BYTES = 6;
const TAG_BYTES = 16;
const KEY_ID_LENGTH = 8;
const INSTANCE_ID_LENGTH = 22;
const FORMAT = 1;

/** Format, key id, sender, number. */
const NUMBER_AT = 1 + KEY_ID_LENGTH + INSTANCE_ID_LENGTH;
const HEADER_BYTES = NUMBER_AT + NUMBER_BYTES;

const pairOf = (id: string, from: InstanceId, to: Destination): string => `${id} ${from} ${to}`;

const nonceFor = (number: number): Buffer => {
  const nonce = Buffer.alloc(NONCE_BYTES);
  nonce.writeUIntBE(number, NONCE_BYTES - NUMBER_BYTES, NUMBER_BYTES);
  return nonce;
};

export class Seals {
  readonly #self: InstanceId;
  readonly #shared: SealKeys;
  readonly #keys = new Map<string, KeyObject>();

  constructor(self: InstanceId, shared: SealKeys) {
    this.#self = self;
    this.#shared = shared;
  }

  /** `number`: larger than any before to this destination. */
  seal(to: Destination, number: number, plain: string): Buffer {
    const [{ id }] = this.#shared;
    const header = Buffer.alloc(HEADER_BYTES);
    header.writeUInt8(FORMAT, 0);
    header.write(id + this.#self, 1, 'latin1');
    header.writeUIntBE(number, NUMBER_AT, NUMBER_BYTES);
    const key = this.#keyOf(id, this.#self, to);
    if (key === undefined) throw new Error('the sealing key has gone');
    this.#keys.set(pairOf(id, this.#self, to), key);
    const cipher = createCipheriv(CIPHER, key, nonceFor(number), { authTagLength: TAG_BYTES });
    cipher.setAAD(header);
    const sealed = cipher.update(plain, 'utf8');
    cipher.final();
    return Buffer.concat([header, sealed, cipher.getAuthTag()]);
  }

  /** Undefined for what no instance with the same secret has sealed for this destination. */
  open(to: Destination, bytes: Uint8Array): Opened | undefined {
    if (bytes.length < HEADER_BYTES + TAG_BYTES || bytes[0] !== FORMAT) return undefined;
    const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const header = all.subarray(0, HEADER_BYTES);
    const id = header.toString('latin1', 1, 1 + KEY_ID_LENGTH);
    const from = InstanceId.safeParse(header.toString('latin1', 1 + KEY_ID_LENGTH, NUMBER_AT));
    if (!from.success) return undefined;
    const key = this.#keyOf(id, from.data, to);
    if (key === undefined) return undefined;
    const number = header.readUIntBE(NUMBER_AT, NUMBER_BYTES);
    try {
      const cipher = createDecipheriv(CIPHER, key, nonceFor(number), { authTagLength: TAG_BYTES });
      cipher.setAAD(header);
      cipher.setAuthTag(all.subarray(all.length - TAG_BYTES));
      const plain = cipher.update(all.subarray(HEADER_BYTES, all.length - TAG_BYTES));
      cipher.final();
      // Not before: anybody who reaches the carrier can make up senders.
      this.#keys.set(pairOf(id, from.data, to), key);
      return { from: from.data, number, plain };
    } catch {
      return undefined;
    }
  }

  /** Drops the keys of an instance that has gone. */
  forget(instance: InstanceId): void {
    for (const pair of this.#keys.keys()) if (pair.includes(instance)) this.#keys.delete(pair);
  }

  /** Derived by HKDF (RFC 5869) under a label of its own. */
  #keyOf(id: string, from: InstanceId, to: Destination): KeyObject | undefined {
    const known = this.#keys.get(pairOf(id, from, to));
    if (known !== undefined) return known;
    const shared = this.#shared.find((each) => each.id === id);
    if (shared === undefined) return undefined;
    const label = `lectern wire key v1 ${from} ${to}`;
    return createSecretKey(Buffer.from(hkdfSync('sha256', shared.key, '', label, KEY_BYTES)));
  }
}
