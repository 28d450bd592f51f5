/**
 * Short-lived JWTs, each bound to one room and one role: the bearer is the client that it names.
 * One algorithm, one type per role.
 */
import { createSecretKey, type KeyObject } from 'node:crypto';
import { errors, jwtVerify } from 'jose';
import * as z from 'zod/mini';
import { Epoch, RoomId, SignalingError, WatcherId, type Role } from '@lectern/protocol';
import type { Clock } from '../room/clock.ts';
import { signToken } from './sign-token.ts';

const WatcherClaims = z.object({ roomId: RoomId, watcherId: WatcherId });
type WatcherClaims = z.infer<typeof WatcherClaims>;

const PresenterClaims = z.object({ roomId: RoomId, epoch: Epoch });
export type PresenterClaims = z.infer<typeof PresenterClaims>;

export interface TokenKey {
  /** Stands in each token (`kid`), so that keys can be changed. */
  readonly id: string;
  readonly key: Uint8Array;
}

/** The first one signs, all are accepted. */
export type TokenKeys = readonly [TokenKey, ...TokenKey[]];

const ISSUER = 'lectern';
const typeFor = (role: Role): string => `lectern-${role}+jwt`;

/** The readers throw `token-expired` or `unauthorized`. */
export interface Tokens {
  readonly ttlMs: number;
  forWatcher(claims: WatcherClaims): Promise<string>;
  forPresenter(claims: PresenterClaims): Promise<string>;
  readWatcher(token: string): Promise<WatcherClaims>;
  readPresenter(token: string): Promise<PresenterClaims>;
}

export function createTokens(keys: TokenKeys, ttlS: number, clock: Clock): Tokens {
  const [signing] = keys;
  const keyObjects = new Map(keys.map(({ id, key }) => [id, createSecretKey(key)]));
  const keyOf = ({ kid = '' }: { readonly kid?: string }): KeyObject => {
    const found = keyObjects.get(kid);
    if (found === undefined) throw new errors.JWSInvalid('signed with another key');
    return found;
  };
  const signingKey = createSecretKey(signing.key);
  const issue = async (role: Role, claims: WatcherClaims | PresenterClaims): Promise<string> => {
    const nowS = Math.floor(clock.now() / 1000);
    const registered = { iss: ISSUER, aud: role, iat: nowS, exp: nowS + ttlS };
    return signToken(signingKey, { typ: typeFor(role), kid: signing.id }, { ...claims, ...registered });
  };
  const read = async <T>(role: Role, token: string, claims: z.ZodMiniType<T>): Promise<T> => {
    try {
      const { payload } = await jwtVerify(token, keyOf, {
        algorithms: ['HS256'],
        typ: typeFor(role),
        issuer: ISSUER,
        audience: role,
        requiredClaims: ['exp'],
        currentDate: new Date(clock.now()),
      });
      return claims.parse(payload);
    } catch (error) {
      if (error instanceof errors.JWTExpired) throw new SignalingError('token-expired');
      // The exact reason would only help a forger.
      throw new SignalingError('unauthorized', 'not a token of this service');
    }
  };
  return {
    ttlMs: ttlS * 1000,
    forWatcher: (claims) => issue('watcher', claims),
    forPresenter: (claims) => issue('presenter', claims),
    readWatcher: (token) => read('watcher', token, WatcherClaims),
    readPresenter: (token) => read('presenter', token, PresenterClaims),
  };
}
