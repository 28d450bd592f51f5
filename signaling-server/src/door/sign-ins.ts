/**
 * Presenters that the identity provider vouches for. It is asked once, at the sign-in. The
 * admission that is issued then lets the presenter come back for some hours, also while the
 * provider is down, unless the admin has revoked the person.
 */
import { createHash } from 'node:crypto';
import type { Logger } from 'pino';
import { SignalingError, type SignInOffer, type SignInParams, type SignInResult } from '@lectern/protocol';
import type { ProviderPolicy } from '../policy.ts';
import type { Clock } from '../room/clock.ts';
import type { PresenterIdentity } from '../room/presenter-identity.ts';
import { isAllowed, nameOf, type AllowedPeople } from './allowed-people.ts';
import { checkIdToken, type IdClaims } from './id-token.ts';
import type { IdentityProvider } from './identity-provider.ts';
import type { Credentials, Judgement, MayPresent } from './may-present.ts';
import type { Subjects } from './subjects.ts';
import type { AdmissionClaims, Tokens } from './tokens.ts';

/** How presenters sign in, as the admin has set it up. */
export interface OidcConfig {
  readonly issuer: string;
  readonly clientId: string;
  /** Published to every app, so it protects nothing; null where the provider gives none. */
  readonly publishedSecret: string | null;
  readonly scope: string;
  readonly deviceCode: boolean;
  readonly allowed: AllowedPeople;
  readonly signInMs: number;
}

export interface SignInsOptions {
  readonly oidc: OidcConfig;
  readonly provider: IdentityProvider;
  readonly tokens: Pick<Tokens, 'forAdmission' | 'readAdmission'>;
  readonly subjects: Subjects;
  /** The admin lets a person present no more. */
  readonly onRevoked: (identity: PresenterIdentity) => void;
  /** Names of this service that a token may have been requested for. */
  readonly services: () => readonly string[];
  readonly clock: Clock;
  readonly policy: ProviderPolicy;
  readonly log: Logger;
}

const digestOf = (...parts: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 22);

/** The log gets a pseudonym of the person, never the name. */
const identityOf = (subject: string): PresenterIdentity => ({ id: subject, name: `subject ${subject}`, quota: {} });

export class SignIns implements MayPresent {
  readonly #options: SignInsOptions;
  readonly #rule: string;
  #checks = 0;

  constructor(options: SignInsOptions) {
    this.#options = options;
    const { issuer, clientId, allowed } = options.oidc;
    this.#rule = digestOf(issuer, clientId, allowed);
  }

  /** For the apps of presenters. Has no secret. */
  get offer(): SignInOffer {
    const { issuer, clientId, scope, publishedSecret, deviceCode } = this.#options.oidc;
    return { issuer, clientId, scope, deviceCode, ...(publishedSecret === null ? {} : { publishedSecret }) };
  }

  /**
   * Throws `unauthorized` for a token that is not valid, `sign-in-refused` for a person who may not
   * present, and `provider-unreachable`.
   */
  async signIn(params: SignInParams): Promise<SignInResult> {
    const { oidc, tokens, subjects, log } = this.#options;
    const claims = await this.#check(params);
    const subject = this.subjectOf(claims.sub);
    if (!isAllowed(oidc.allowed, claims)) throw new SignalingError('sign-in-refused', 'no rule lets this person in');
    const name = nameOf(claims);
    const admission = { subject, name, rule: this.#rule };
    subjects.saw(admission);
    if (subjects.isRevoked(subject)) throw new SignalingError('sign-in-refused', 'revoked');
    const token = await tokens.forAdmission(admission, oidc.signInMs);
    log.info({ subject }, 'presenter signed in');
    return { admission: token, name, validMs: oidc.signInMs };
  }

  async judge({ admission }: Credentials): Promise<Judgement> {
    if (admission === undefined || admission === '') return { presenting: 'sign-in-required' };
    let claims: AdmissionClaims;
    try {
      claims = await this.#options.tokens.readAdmission(admission);
    } catch (error) {
      const isOver = error instanceof SignalingError && error.code === 'token-expired';
      return { presenting: isOver ? 'sign-in-expired' : 'sign-in-required' };
    }
    // The admin has changed the provider or the rule since.
    if (claims.rule !== this.#rule) return { presenting: 'sign-in-expired' };
    this.#options.subjects.saw(claims);
    if (this.#options.subjects.isRevoked(claims.subject)) return { presenting: 'sign-in-refused' };
    return { presenting: 'admitted', identity: identityOf(claims.subject) };
  }

  get subjects(): Subjects {
    return this.#options.subjects;
  }

  /** Stands for a person of the provider where rooms are counted, in the log and for the admin. */
  subjectOf(sub: string): string {
    return digestOf(this.#options.oidc.issuer, sub);
  }

  /** Ends what the person has opened. Throws, and changes nothing, where it cannot be saved. */
  revoke(subject: string): void {
    this.subjects.revoke(subject);
    this.#options.onRevoked(identityOf(subject));
  }

  /** Throws, and changes nothing, where it cannot be saved. */
  restore(subject: string): void {
    this.subjects.restore(subject);
    this.#options.log.info({ subject }, 'subject restored');
  }

  /** Another instance has revoked or restored people. */
  takeRevoked(kept: readonly string[]): void {
    const { revoked, restored } = this.subjects.replace(kept);
    for (const subject of revoked) this.#options.onRevoked(identityOf(subject));
    for (const subject of restored) this.#options.log.info({ subject }, 'subject restored');
  }

  async #check(params: SignInParams): Promise<IdClaims> {
    const { oidc, provider, policy, services, clock } = this.#options;
    if (this.#checks >= policy.checksAtOnce) throw new SignalingError('too-many');
    this.#checks += 1;
    try {
      return await checkIdToken(params, {
        keyFor: provider.keyFor,
        issuer: provider.issuer,
        clientId: oidc.clientId,
        services: services(),
        needsNonce: !oidc.deviceCode,
        nowMs: clock.now(),
        toleranceS: policy.clockToleranceS,
        maxAgeS: policy.idTokenMaxAgeS,
      });
    } finally {
      this.#checks -= 1;
    }
  }
}
