/**
 * A TURN client that allocates a relay address and tries what the relay lets through (RFC 8656),
 * with long-term credentials (RFC 8489, section 9.2).
 */
import { setTimeout as delay } from 'node:timers/promises';
import {
  attribute,
  attributeOf,
  encodeMessage,
  errorOf,
  isIntact,
  longTermKey,
  method,
  newTransactionId,
  type Attribute,
  type AttributeType,
  type Method,
  type StunError,
  type StunMessage,
} from './stun-message.ts';
import type { StunLine } from './stun-line.ts';
import {
  decodeXorAddress,
  encodeXorAddress,
  familyCode,
  type AddressFamily,
  type TransportAddress,
} from './transport-address.ts';

export interface TurnCredential {
  readonly username: string;
  readonly password: string;
}

/**
 * `silent`: no answer in time. `not-intact`: the answer was made by a server without the secret.
 */
export type TurnFailure =
  | { readonly type: 'silent' }
  | { readonly type: 'not-intact' }
  | { readonly type: 'refused'; readonly error: StunError };

export type TurnResult = { readonly type: 'success'; readonly message: StunMessage } | TurnFailure;

/** RFC 8656, section 18.8: 17 is UDP. */
const REQUESTED_UDP: Attribute = { type: attribute.requestedTransport, value: Buffer.from([17, 0, 0, 0]) };
/** Of a packet through the relay, and the pause between two. */
const TRIES = 4;
const WAIT_MS = 300;
const MAX_STALE_NONCES = 3;

export class TurnClient {
  readonly #line: StunLine;
  readonly #credential: TurnCredential;
  #realm: { readonly realm: string; readonly nonce: Buffer } | undefined;

  constructor(line: StunLine, credential: TurnCredential) {
    this.#line = line;
    this.#credential = credential;
  }

  /** Without credentials: a server that grants this relays for everybody. */
  async allocateUnsigned(): Promise<TurnResult> {
    return this.#exchange(method.allocate, [REQUESTED_UDP], false);
  }

  async allocate(family: AddressFamily): Promise<TurnResult> {
    // IPv4 is what a server gives without the attribute.
    const wanted =
      family === 'ipv4'
        ? []
        : [{ type: attribute.requestedAddressFamily, value: Buffer.from([familyCode[family], 0, 0, 0]) }];
    return this.#exchange(method.allocate, [REQUESTED_UDP, ...wanted], true);
  }

  async createPermission(address: string): Promise<TurnResult> {
    return this.#exchange(method.createPermission, [peerAddress({ address, port: 9 })], true);
  }

  /** Keeps the relay address for so many seconds; 0 gives it back. */
  async refresh(lifetimeS: number): Promise<TurnResult> {
    const value = Buffer.alloc(4);
    value.writeUInt32BE(lifetimeS);
    return this.#exchange(method.refresh, [{ type: attribute.lifetime, value }], true);
  }

  /**
   * Sends a packet from the relay address to itself, so that it passes the relay's sockets twice.
   * Resolves to whether it came back. Needs a permission for the address.
   */
  async echoes(relayed: TransportAddress): Promise<boolean> {
    return this.receives(newTransactionId(), (payload) => {
      const transactionId = newTransactionId();
      const attributes = [peer(relayed, transactionId), { type: attribute.data, value: payload }];
      this.#line.send(encodeMessage({ class: 'indication', method: method.send, transactionId, attributes }));
    });
  }

  /**
   * Whether this payload comes through the relay. `send` is called again where it may have been
   * lost.
   */
  async receives(payload: Buffer, send: (payload: Buffer) => void): Promise<boolean> {
    const come = new AbortController();
    this.#line.onIndication((message) => {
      if (message.method === method.data && attributeOf(message, attribute.data)?.equals(payload)) come.abort();
    });
    for (let tries = 0; tries < TRIES && !come.signal.aborted; tries += 1) {
      send(payload);
      await delay(WAIT_MS, undefined, { signal: come.signal }).catch(() => undefined);
    }
    return come.signal.aborted;
  }

  /**
   * Learns realm and nonce from the first refusal; a stale nonce is replaced (RFC 8489, section
   * 9.2.5).
   */
  async #exchange(
    name: Method,
    attributes: readonly (Attribute | AttributeFor)[],
    isSigned: boolean,
  ): Promise<TurnResult> {
    for (let tries = 0; ; tries += 1) {
      const transactionId = newTransactionId();
      const own = attributes.map((row) => (typeof row === 'function' ? row(transactionId) : row));
      const { key, signature } = isSigned ? this.#signature() : { key: undefined, signature: [] };
      const request = { class: 'request', method: name, transactionId, attributes: [...own, ...signature] } as const;
      const received = await this.#line.request(encodeMessage(request, key), transactionId);
      if (received === undefined) return { type: 'silent' };
      const { message, bytes } = received;
      if (message.class === 'success') {
        return key !== undefined && !isIntact(bytes, key) ? { type: 'not-intact' } : { type: 'success', message };
      }
      const error = errorOf(message) ?? { code: 0, reason: '' };
      const isFirst = error.code === 401 && key === undefined;
      const isRepeatable = isSigned && (isFirst || error.code === 438) && tries < MAX_STALE_NONCES;
      if (!this.#learn(message) || !isRepeatable) return { type: 'refused', error };
    }
  }

  #learn(message: StunMessage): boolean {
    const [realm, nonce] = [attributeOf(message, attribute.realm), attributeOf(message, attribute.nonce)];
    if (realm === undefined || nonce === undefined) return false;
    this.#realm = { realm: realm.toString('utf8'), nonce };
    return true;
  }

  #signature(): { key: Buffer | undefined; signature: readonly Attribute[] } {
    if (this.#realm === undefined) return { key: undefined, signature: [] };
    const { realm, nonce } = this.#realm;
    return {
      key: longTermKey({ ...this.#credential, realm }),
      signature: [
        { type: attribute.username, value: Buffer.from(this.#credential.username) },
        { type: attribute.realm, value: Buffer.from(realm) },
        { type: attribute.nonce, value: nonce },
      ],
    };
  }
}

/** An attribute that depends on the message that it stands in. */
type AttributeFor = (transactionId: Buffer) => Attribute;

const peer = (address: TransportAddress, transactionId: Buffer): Attribute => ({
  type: attribute.xorPeerAddress,
  value: encodeXorAddress(address, transactionId),
});

const peerAddress =
  (address: TransportAddress): AttributeFor =>
  (transactionId) =>
    peer(address, transactionId);

const addressIn = (message: StunMessage, type: AttributeType): TransportAddress | undefined => {
  const value = attributeOf(message, type);
  return value === undefined ? undefined : decodeXorAddress(value, message.transactionId);
};

/** Where the relay receives for the client. */
export const relayedAddressIn = (message: StunMessage): TransportAddress | undefined =>
  addressIn(message, attribute.xorRelayedAddress);

/** The client as the server sees it. */
export const mappedAddressIn = (message: StunMessage): TransportAddress | undefined =>
  addressIn(message, attribute.xorMappedAddress);
