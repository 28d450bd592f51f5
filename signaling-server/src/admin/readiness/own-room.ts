/** The room in which the service checks itself: its key is made at the start and thrown away. */
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { proofText, roomIdFromDigest, type ProofClaims, type RoomId, type RoomProof } from '@lectern/protocol';
import * as z from 'zod/mini';

const Point = z.object({ x: z.string(), y: z.string() });
/** Begins an uncompressed point (SEC 1, 2.3.3). */
const UNCOMPRESSED = 4;

export class OwnRoom {
  readonly roomId: RoomId;
  readonly #publicKey: string;
  readonly #privateKey;

  constructor() {
    const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const { x, y } = Point.parse(pair.publicKey.export({ format: 'jwk' }));
    const coordinates = [x, y].map((coordinate) => Buffer.from(coordinate, 'base64url'));
    const point = Buffer.concat([Buffer.of(UNCOMPRESSED), ...coordinates]);
    this.#privateKey = pair.privateKey;
    this.#publicKey = point.toString('base64url');
    this.roomId = roomIdFromDigest(new Uint8Array(createHash('sha256').update(point).digest()));
  }

  prove(claims: Omit<ProofClaims, 'roomId'>): RoomProof {
    const text = Buffer.from(proofText({ ...claims, roomId: this.roomId }));
    const signature = sign('sha256', text, { key: this.#privateKey, dsaEncoding: 'ieee-p1363' });
    return { publicKey: this.#publicKey, signature: signature.toString('base64url') };
  }
}
