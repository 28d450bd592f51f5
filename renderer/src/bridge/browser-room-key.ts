/**
 * The room's key in a browser: a WebCrypto key pair in IndexedDB, not extractable. A script in this
 * page can use it, but not copy it. Clearing the site's data loses the key, and so the room's link.
 */
import { proofText, roomIdFromDigest, type ProofClaims, type RoomId, type RoomProof } from '@lectern/protocol';
import loglevel from 'loglevel';
import type { BrowserWords } from './browser-words.ts';
import { keepFirst } from './key-database.ts';

const log = loglevel.getLogger('bridge');

const P256 = { name: 'ECDSA', namedCurve: 'P-256' } as const;

function toBase64url(bytes: ArrayBuffer): string {
  const binary = String.fromCharCode(...new Uint8Array(bytes));
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

export class BrowserRoomKey {
  readonly #privateKey: CryptoKey;
  readonly #publicKey: string;
  readonly roomId: RoomId;
  /** False: the browser had no space for it, so it ends with this page. */
  readonly isSaved: boolean;

  private constructor(privateKey: CryptoKey, publicKey: string, roomId: RoomId, isSaved: boolean) {
    this.#privateKey = privateKey;
    this.#publicKey = publicKey;
    this.roomId = roomId;
    this.isSaved = isSaved;
  }

  /** The stored key, or a new one. Two tabs that start at once get the same key. */
  static async open(
    { needsSecurePage }: Pick<BrowserWords, 'needsSecurePage'>,
    store: (pair: CryptoKeyPair) => Promise<CryptoKeyPair> = keepFirst,
  ): Promise<BrowserRoomKey> {
    if (!isSecureContext) throw new Error(needsSecurePage);
    const pair = await crypto.subtle.generateKey(P256, false, ['sign', 'verify']);
    try {
      return await BrowserRoomKey.of(await store(pair));
    } catch (error) {
      // Reading needs no space, so there is no stored key that this one could replace.
      if (!(error instanceof DOMException && error.name === 'QuotaExceededError')) throw error;
      log.warn('The room’s key could not be stored:', error);
      return BrowserRoomKey.of(pair, false);
    }
  }

  static async of(pair: CryptoKeyPair, isSaved = true): Promise<BrowserRoomKey> {
    const raw = await crypto.subtle.exportKey('raw', pair.publicKey);
    const digest = await crypto.subtle.digest('SHA-256', raw);
    return new BrowserRoomKey(pair.privateKey, toBase64url(raw), roomIdFromDigest(new Uint8Array(digest)), isSaved);
  }

  async prove(claims: ProofClaims): Promise<RoomProof> {
    if (claims.roomId !== this.roomId) throw new Error('This browser does not hold the key of that room.');
    const text = new TextEncoder().encode(proofText(claims));
    const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, this.#privateKey, text);
    return { publicKey: this.#publicKey, signature: toBase64url(signature) };
  }
}
