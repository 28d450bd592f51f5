/**
 * Signs the presenter in for a service: an ID token from the identity provider that the service
 * names, which the service exchanges for an admission. One sign-in at a time.
 */
import { queryService, readBody, type SignInProgress, type SignInWay } from '@lectern/bridge';
import { SignalingError, type SignInOffer, type SignInParams } from '@lectern/protocol';
import { AuthorizationResponseError, ClientError, ResponseBodyError } from 'openid-client';
import type { FeatureFor } from '../bridge/feature.ts';
import { ShowableError } from '../bridge/showable-error.ts';
import { reasonOf, type Logger } from '../log/logger.ts';
import { PROVIDER_ANSWER_BYTES, SIGN_IN_REQUEST_TIMEOUT_MS, SIGN_IN_TIMEOUT_MS } from '../policy.ts';
import { whyUnreachable } from '../services/why-unreachable.ts';
import { signInWords } from '../words.ts';
import type { Admissions } from './admissions.ts';
import {
  askByCode,
  askInBrowser,
  UnsafeProviderError,
  UnusableProviderError,
  type AskOptions,
} from './ask-provider.ts';
import { handOver } from './hand-over.ts';

export interface SignInOptions {
  readonly admissions: Admissions;
  /** In the app Electron's `net.fetch`. */
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  /** Opens an address in the system's browser. Rejects where there is none. */
  readonly openPage: (address: string) => Promise<void>;
  /** What the presenter has to do now; null once that is over. */
  readonly onProgress: (progress: SignInProgress | null) => void;
  /** The presenter is signed in, and the app may come to the front. */
  readonly onSignedIn: () => void;
  readonly log: Logger;
}

type SignInFeature = FeatureFor<'signIn' | 'cancelSignIn' | 'signOut'>;

/** The reason with which a sign-in is aborted. */
const CANCELLED = 'the sign-in was cancelled';

export class SignIn implements SignInFeature {
  readonly #options: SignInOptions;
  #cancel: AbortController | undefined;

  constructor(options: SignInOptions) {
    this.#options = options;
  }

  readonly handlers: SignInFeature['handlers'] = {
    signIn: (origin, way) => this.#signIn(origin, way),
    cancelSignIn: () => this.#cancel?.abort(CANCELLED),
    signOut: (origin) => this.#options.admissions.store(origin, null),
  };

  async #signIn(origin: string, way: SignInWay): Promise<boolean> {
    const { admissions, onProgress, onSignedIn, log } = this.#options;
    this.#cancel?.abort(CANCELLED);
    const cancel = new AbortController();
    this.#cancel = cancel;
    const signal = AbortSignal.any([cancel.signal, AbortSignal.timeout(SIGN_IN_TIMEOUT_MS)]);
    try {
      const offer = await this.#readOffer(origin);
      const params = await this.#ask(way, { offer, origin, signal });
      const { admission, name, validMs } = await handOver(params, {
        origin,
        fetch: this.#options.fetch,
        timeoutMs: SIGN_IN_REQUEST_TIMEOUT_MS,
      });
      if (cancel.signal.aborted) return false;
      admissions.store(origin, { admission, name, untilMs: Date.now() + validMs });
      log.info(`signed in for ${origin}`);
      onSignedIn();
      return true;
    } catch (error) {
      if (cancel.signal.aborted) return false;
      log.warn(`not signed in for ${origin}: ${reasonOf(error)}`);
      throw showable(error, signal);
    } finally {
      if (this.#cancel === cancel) {
        this.#cancel = undefined;
        onProgress(null);
      }
    }
  }

  async #readOffer(origin: string): Promise<SignInOffer> {
    const reach = await queryService(origin, { fetch: this.#options.fetch, key: null, whyUnreachable });
    if (reach.kind !== 'reachable') throw new ShowableError(signInWords.serviceAway);
    if (reach.signIn === null) throw new ShowableError(signInWords.noSignIn);
    return reach.signIn;
  }

  async #ask(way: SignInWay, asked: Pick<AskOptions, 'offer' | 'origin' | 'signal'>): Promise<SignInParams> {
    const { onProgress, openPage } = this.#options;
    const { origin, offer, signal } = asked;
    const options = { ...asked, fetch: this.#boundedFetch, timeoutMs: SIGN_IN_REQUEST_TIMEOUT_MS };
    if (way === 'code') {
      if (!offer.deviceCode) throw new ShowableError(signInWords.noCodes);
      return await askByCode(options, (code) => {
        if (!signal.aborted) onProgress({ origin, code });
      });
    }
    onProgress({ origin, code: null });
    return await askInBrowser(options, async (address) => {
      // Cancelled while the provider was being asked for its addresses.
      signal.throwIfAborted();
      try {
        await openPage(address);
      } catch {
        throw new ShowableError(signInWords.noBrowser);
      }
    });
  }

  /** A provider is named by the service, so it may be anybody: an endless answer is not read. */
  readonly #boundedFetch = async (url: string, init: RequestInit): Promise<Response> => {
    const response = await this.#options.fetch(url, { ...init, credentials: 'omit', cache: 'no-store' });
    const body = await readBody(response, PROVIDER_ANSWER_BYTES);
    if (body === undefined) throw new Error('the answer is too large');
    const { status, headers } = response;
    return new Response([204, 304].includes(status) ? null : body, { status, headers });
  };
}

/** What the presenter reads about a failed sign-in. */
function showable(error: unknown, signal: AbortSignal): ShowableError {
  if (error instanceof ShowableError) return error;
  if (signal.aborted) return new ShowableError(signInWords.tooLate);
  if (error instanceof SignalingError) return new ShowableError(refusalWords(error));
  if (error instanceof UnsafeProviderError) return new ShowableError(signInWords.unsafe);
  if (error instanceof UnusableProviderError) return new ShowableError(signInWords.noCodes);
  // The provider answered: the person declined, or the code ran out.
  if (error instanceof AuthorizationResponseError || error instanceof ResponseBodyError) {
    return new ShowableError(signInWords.denied);
  }
  if (error instanceof ClientError && error.code !== 'OAUTH_TIMEOUT') return new ShowableError(signInWords.notAccepted);
  return new ShowableError(signInWords.providerAway);
}

function refusalWords({ code }: SignalingError): string {
  if (code === 'sign-in-refused') return signInWords.refused;
  if (code === 'provider-unreachable') return signInWords.serviceCannotCheck;
  if (code === 'too-many') return signInWords.busy;
  return signInWords.notAccepted;
}
