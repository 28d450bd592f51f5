/**
 * `POST /sign-in`: the app hands over the ID token that it got from the identity provider, and gets
 * an admission. Only where presenters sign in.
 */
import { json, Router, type ErrorRequestHandler, type Request, type Response } from 'express';
import type { Logger } from 'pino';
import { SIGN_IN_PATH, SignalingError, SignInParams, type ErrorCode, type WireError } from '@lectern/protocol';
import { readDialed } from '../door/addresses.ts';
import type { DoorObserver, SignInOutcome } from '../door/door-observer.ts';
import type { PerAddress } from '../room/per-address.ts';
import type { SignIns } from '../door/sign-ins.ts';

interface SignInDeps {
  readonly config: { readonly trustedProxies: number };
  /** Null where presenters do not sign in. */
  readonly signIns: Pick<SignIns, 'signIn'> | null;
  /** Counts sign-ins that failed, per address. */
  readonly failedSignIns: PerAddress;
  readonly observer: Pick<DoorObserver, 'signedIn'>;
  readonly log: Logger;
}

/** An ID token and a nonce's secret in JSON. */
const MAX_BODY_BYTES = 20_000;

const statuses = {
  'bad-request': 400,
  unauthorized: 401,
  'sign-in-refused': 403,
  'too-many': 429,
  'provider-unreachable': 503,
  internal: 500,
} as const satisfies Record<Exclude<SignInOutcome, 'ok'>, number>;

const isListed = (code: ErrorCode): code is keyof typeof statuses => Object.hasOwn(statuses, code);

export function answerSignIn({ config, signIns, failedSignIns, observer, log }: SignInDeps): Router {
  const router = Router({ strict: true });
  if (signIns === null) return router;
  const addressOf = (request: Request): string => readDialed(request, config.trustedProxies).addressKey;
  const fail = (request: Request, response: Response, error: unknown): void => {
    const known = error instanceof SignalingError ? error : new SignalingError('internal');
    if (known === error) log.info({ code: known.code, reason: known.message }, 'sign-in refused');
    else log.error({ err: error }, 'sign-in failed');
    // A provider that is down, or a person whom no rule lets in, is no guess.
    if (known.code === 'unauthorized' || known.code === 'bad-request') failedSignIns.tryConsume(addressOf(request));
    const body: WireError = { code: known.code, message: known.message };
    const outcome = isListed(known.code) ? known.code : 'internal';
    observer.signedIn(outcome);
    response.status(statuses[outcome]).json(body);
  };
  const signIn = async (request: Request, response: Response): Promise<void> => {
    response.set('Cache-Control', 'no-store');
    try {
      if (failedSignIns.isSpent(addressOf(request))) throw new SignalingError('too-many');
      const params = SignInParams.safeParse(request.body);
      if (!params.success) throw new SignalingError('bad-request', 'the sign-in has the wrong shape');
      response.json(await signIns.signIn(params.data));
      observer.signedIn('ok');
    } catch (error) {
      fail(request, response, error);
    }
  };
  // A body that is too long or no JSON.
  const failToRead: ErrorRequestHandler = (_error, request: Request, response: Response, _next) =>
    fail(request, response, new SignalingError('bad-request', 'the sign-in could not be read'));
  router.post(SIGN_IN_PATH, json({ limit: MAX_BODY_BYTES }), (request, response) => void signIn(request, response));
  router.use(SIGN_IN_PATH, failToRead);
  return router;
}
