/**
 * The admin's identity provider: where its signing keys are (OpenID Connect Discovery 1.0), and the
 * keys themselves. Fetched when they are needed, so the service starts while the provider is down.
 */
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  customFetch,
  errors,
  type JWTVerifyGetKey,
  type RemoteJWKSet,
} from 'jose';
import type { Logger } from 'pino';
import { SignalingError } from '@lectern/protocol';
import type { ProviderPolicy } from '../policy.ts';
import type { Clock } from '../room/clock.ts';
import { boundedFetch } from './bounded-fetch.ts';
import { readProviderMetadata, whyNotRead } from './provider-metadata.ts';

interface ProviderOptions {
  readonly issuer: string;
  readonly clock: Clock;
  readonly policy: ProviderPolicy;
  readonly log: Logger;
}

interface Discovered {
  readonly keys: RemoteJWKSet;
  readonly atMs: number;
}

export class IdentityProvider {
  readonly issuer: string;
  readonly #options: ProviderOptions;
  #discovered: Discovered | undefined;
  #discovering: Promise<Discovered> | undefined;
  #failedAtMs: number | undefined;

  constructor(options: ProviderOptions) {
    this.issuer = options.issuer;
    this.#options = options;
  }

  /**
   * Finds the key that a token names. Keys are kept for a while; for an unknown name the provider
   * is asked again, so that it can change its keys. Throws `provider-unreachable`.
   */
  readonly keyFor: JWTVerifyGetKey = async (header, token) => {
    const { keys } = await this.#discover();
    if (this.#isPausing) return this.#knownKeyFor(keys)(header, token);
    try {
      return await keys(header, token);
    } catch (error) {
      if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys) throw error;
      throw this.#unreachable('its keys', error);
    }
  };

  /** The provider has just failed. It is not asked for each token that anybody may send. */
  get #isPausing(): boolean {
    const { clock, policy } = this.#options;
    return this.#failedAtMs !== undefined && clock.elapsed() - this.#failedAtMs < policy.retryAfterMs;
  }

  #knownKeyFor(keys: RemoteJWKSet): JWTVerifyGetKey {
    const known = keys.fresh ? keys.jwks() : undefined;
    if (known === undefined) throw new SignalingError('provider-unreachable');
    return createLocalJWKSet(known);
  }

  async #discover(): Promise<Discovered> {
    const { clock, policy } = this.#options;
    const known = this.#discovered;
    const isFresh = known !== undefined && clock.elapsed() - known.atMs < policy.metadataMs;
    if (known !== undefined && (isFresh || this.#isPausing)) return known;
    if (this.#isPausing) throw new SignalingError('provider-unreachable');
    this.#discovering ??= this.#readMetadata().finally(() => (this.#discovering = undefined));
    try {
      return await this.#discovering;
    } catch (error) {
      // The old address of its keys is better than none.
      if (known !== undefined) return known;
      throw error;
    }
  }

  async #readMetadata(): Promise<Discovered> {
    const { clock, policy, issuer } = this.#options;
    try {
      const { keysUrl: url } = await readProviderMetadata(issuer, policy);
      const keys = createRemoteJWKSet(url, {
        timeoutDuration: policy.timeoutMs,
        cooldownDuration: policy.keyCooldownMs,
        cacheMaxAge: policy.keysMs,
        [customFetch]: (keysUrl, init) => boundedFetch(keysUrl, policy.maxBytes, init),
      });
      this.#failedAtMs = undefined;
      return (this.#discovered = { keys, atMs: clock.elapsed() });
    } catch (error) {
      throw this.#unreachable('its metadata', error);
    }
  }

  #unreachable(part: string, error: unknown): SignalingError {
    this.#failedAtMs = this.#options.clock.elapsed();
    this.#options.log.warn({ part, reason: whyNotRead(error) }, 'identity provider not reached: no one can sign in');
    return new SignalingError('provider-unreachable');
  }
}
