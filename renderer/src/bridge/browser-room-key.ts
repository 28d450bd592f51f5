/**
 * The room's key of a presenter in a browser: made by WebCrypto, not extractable, kept in IndexedDB. A script can use it while it
 * runs in this page, none can carry it away; clearing the site's data loses the room's link.
 */
import { proofText, roomIdFromDigest, type ProofClaims, type RoomId, type RoomProof } from '@lectern/protocol';
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

  /** The key that is there, or a new one: two tabs that start at once end up with the same. */
  static async open(): Promise<BrowserRoomKey> {
    if (!isSecureContext) {
      throw new Error('Presenting from a browser needs a page on this machine (localhost) or behind https.');
    }
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
