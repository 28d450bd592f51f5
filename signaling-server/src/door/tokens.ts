/**
 * The service's own JWTs. Those of watchers and presenters are short-lived and bound to one room:
 * the bearer is the client that it names. An admission remembers for some hours that the identity
 * provider has vouched for a presenter. One algorithm, one type for each kind.
 */
import { createSecretKey } from 'node:crypto';
import * as z from 'zod/mini';
import { Epoch, PasscodeGeneration, RoomId, SignalingError, WatcherId } from '@lectern/protocol';
import type { Clock } from '../room/clock.ts';
import type { Entry } from '../room/entrance.ts';
import { LATE_TOKEN_MS } from '../policy.ts';
import { OneTimer } from './one-timer.ts';
import { readToken, type KeysByHeader } from './read-token.ts';
import { signToken, tokenHeader } from './sign-token.ts';

const WatcherClaims = z.object({
  roomId: RoomId,
  watcherId: WatcherId,
  /** Of the room's passcode, where it has one. */
  generation: z.optional(PasscodeGeneration),
  /** Its bearer waits in the lobby: it has entered the passcode, and has not been let in. */
  inLobby: z.optional(z.literal(true)),
});
type WatcherClaims = z.infer<typeof WatcherClaims>;
/** Expired a while ago: only good for a seat that is kept. */
export type ReadWatcherClaims = WatcherClaims & { readonly isLate?: true };

const PresenterClaims = z.object({ roomId: RoomId, epoch: Epoch });
export type PresenterClaims = z.infer<typeof PresenterClaims>;

const AdmissionClaims = z.object({
  /** Stands for the person at the provider. */
  subject: z.string(),
  /** What the provider calls the person, for the admin's list. */
  name: z.string(),
  /** Stands for the provider and the rule by which the person was let in. */
  rule: z.string(),
});
export type AdmissionClaims = z.infer<typeof AdmissionClaims>;

type Kind = 'watcher' | 'presenter' | 'admission';

export interface TokenKey {
  /** Stands in each token (`kid`), so that keys can be changed. */
  readonly id: string;
  readonly key: Uint8Array;
}

/** The first one signs, all are accepted. */
export type TokenKeys = readonly [TokenKey, ...TokenKey[]];

/** Claims for where a watcher was let in: a seat, or only the lobby. */
export const watcherClaims = (
  watcher: Pick<WatcherClaims, 'roomId' | 'watcherId'>,
  { into, generation }: Entry,
): WatcherClaims => ({
  ...watcher,
  ...(generation === null ? {} : { generation }),
  ...(into === 'lobby' ? { inLobby: true } : {}),
});

const ISSUER = 'lectern';
const typeFor = (kind: Kind): string => `lectern-${kind}+jwt`;

/** The readers throw `token-expired` or `unauthorized`. A seat's token may be late. */
export interface Tokens {
  /** Renews the tokens of connected clients, each at half of its lifetime. */
  readonly renewals: OneTimer;
  forWatcher(claims: WatcherClaims): Promise<string>;
  forPresenter(claims: PresenterClaims): Promise<string>;
  readWatcher(token: string): Promise<ReadWatcherClaims>;
  readPresenter(token: string): Promise<PresenterClaims>;
  forAdmission(claims: AdmissionClaims, validMs: number): Promise<string>;
  readAdmission(token: string): Promise<AdmissionClaims>;
  keys(): TokenKeys;
  /** From now on. Tokens that none of these keys has signed are refused. */
  useKeys(keys: TokenKeys): void;
}

const headerFor = (kind: Kind, { id: kid }: TokenKey): string => tokenHeader({ typ: typeFor(kind), kid });

/** Of one kind. */
interface Prepared {
  /** Of those that are signed. */
  readonly header: string;
  readonly accepted: KeysByHeader;
}

const prepare = (keys: TokenKeys) => {
  const prepared = (kind: Kind): Prepared => ({
    header: headerFor(kind, keys[0]),
    accepted: new Map(keys.map((each) => [headerFor(kind, each), createSecretKey(each.key)])),
  });
  return {
    keys,
    signingKey: createSecretKey(keys[0].key),
    watcher: prepared('watcher'),
    presenter: prepared('presenter'),
    admission: prepared('admission'),
  };
};

/** What every token claims beside its own. Times are seconds since 1970 (RFC 7519). */
const Registered = z.object({ iss: z.literal(ISSUER), aud: z.string(), exp: z.number() });

export function createTokens(keys: TokenKeys, ttlS: number, clock: Clock): Tokens {
  let current = prepare(keys);
  const nowS = (): number => Math.floor(clock.now() / 1000);
  const issue = async (
    kind: Kind,
    claims: WatcherClaims | PresenterClaims | AdmissionClaims,
    validS = ttlS,
  ): Promise<string> => {
    const iat = nowS();
    const registered = { iss: ISSUER, aud: kind, iat, exp: iat + validS };
    return signToken(current.signingKey, current[kind].header, { ...claims, ...registered });
  };
  const readAnyAge = async <T>(
    kind: Kind,
    token: string,
    claims: z.ZodMiniType<T>,
  ): Promise<{ readonly claims: T; readonly lateS: number }> => {
    try {
      const payload = readToken(current[kind].accepted, token);
      const { aud, exp } = Registered.parse(payload);
      if (aud !== kind) throw new Error('for another audience');
      return { claims: claims.parse(payload), lateS: nowS() - exp };
    } catch {
      // The exact reason would only help a forger.
      throw new SignalingError('unauthorized', 'not a token of this service');
    }
  };
  const read = async <T>(kind: Kind, token: string, claims: z.ZodMiniType<T>): Promise<T> => {
    const known = await readAnyAge(kind, token, claims);
    if (known.lateS >= 0) throw new SignalingError('token-expired');
    return known.claims;
  };
  const readWatcher = async (token: string): Promise<ReadWatcherClaims> => {
    const { claims, lateS } = await readAnyAge('watcher', token, WatcherClaims);
    if (lateS < 0) return claims;
    if (lateS * 1_000 > LATE_TOKEN_MS || claims.inLobby === true) throw new SignalingError('token-expired');
    return { ...claims, isLate: true };
  };
  return {
    renewals: new OneTimer(clock, (ttlS * 1000) / 2),
    forWatcher: (claims) => issue('watcher', claims),
    forPresenter: (claims) => issue('presenter', claims),
    readWatcher,
    readPresenter: (token) => read('presenter', token, PresenterClaims),
    forAdmission: (claims, validMs) => issue('admission', claims, Math.floor(validMs / 1000)),
    readAdmission: (token) => read('admission', token, AdmissionClaims),
    keys: () => current.keys,
    useKeys: (changed) => {
      current = prepare(changed);
    },
  };
}
