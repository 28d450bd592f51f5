/**
 * The room's key in a browser: a WebCrypto key pair in IndexedDB, not extractable. A script in this
 * page can use it, but not copy it. Clearing the site's data loses the key, and so the room's link.
 */
import { proofText, roomIdFromDigest, type ProofClaims, type RoomId, type RoomProof } from '@lectern/protocol';
import type { BrowserWords } from './browser-words.ts';
import { keepFirst } from './key-database.ts';

const P256 = { name: 'ECDSA', namedCurve: 'P-256' } as const;

function toBase64url(bytes: ArrayBuffer): string {
  const binary = String.fromCharCode(...new Uint8Array(bytes));
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

export class BrowserRoomKey {
  readonly #privateKey: CryptoKey;
  readonly #publicKey: string;
  readonly roomId: RoomId;

  private constructor(privateKey: CryptoKey, publicKey: string, roomId: RoomId) {
    this.#privateKey = privateKey;
    this.#publicKey = publicKey;
    this.roomId = roomId;
  }

  /** The stored key, or a new one. Two tabs that start at once get the same key. */
  static async open({ needsSecurePage }: Pick<BrowserWords, 'needsSecurePage'>): Promise<BrowserRoomKey> {
    if (!isSecureContext) throw new Error(needsSecurePage);
    return BrowserRoomKey.of(await keepFirst(await crypto.subtle.generateKey(P256, false, ['sign', 'verify'])));
  }

  static async of(pair: CryptoKeyPair): Promise<BrowserRoomKey> {
    const raw = await crypto.subtle.exportKey('raw', pair.publicKey);
    const digest = await crypto.subtle.digest('SHA-256', raw);
    return new BrowserRoomKey(pair.privateKey, toBase64url(raw), roomIdFromDigest(new Uint8Array(digest)));
  }

  async prove(claims: ProofClaims): Promise<RoomProof> {
    if (claims.roomId !== this.roomId) throw new Error('This browser does not hold the key of that room.');
    const text = new TextEncoder().encode(proofText(claims));
    const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, this.#privateKey, text);
    return { publicKey: this.#publicKey, signature: toBase64url(signature) };
  }
}
