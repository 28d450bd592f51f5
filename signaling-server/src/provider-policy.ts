/**
 * The limits of the admin's identity provider and its sign-ins: a part of `policy.ts`, which says
 * more.
 */

export const provider = {
  /** A provider that needs longer is down, as far as a person at the app is concerned. */
  timeoutMs: 5_000,
  /** Metadata and keys of large providers have some 20 KB. */
  maxBytes: 262_144,
  /** The address of its keys hardly ever changes. */
  metadataMs: 3_600_000,
  /** A key that the provider has withdrawn is accepted no longer than this. */
  keysMs: 600_000,
  /**
   * A token that names an unknown key has the keys fetched again, but not more often: anybody can
   * send one.
   */
  keyCooldownMs: 10_000,
  /** After a failure the provider is left alone so long. */
  retryAfterMs: 5_000,
  /** How far the provider's clock may differ from the service's. */
  clockToleranceS: 60,
  /** The app passes a token on at once. An older one has been somewhere else. */
  idTokenMaxAgeS: 300,
  /** Tokens being checked at once. A check may wait for the provider. */
  checksAtOnce: 50,
};

export type ProviderPolicy = Readonly<typeof provider>;
