/**
 * Tells `doctor` how its request has arrived through the proxies. Answered in place of `GET
 * /version`, and only to this service's own doctor.
 */
import { SERVICE_VERSION_PATH } from '@lectern/protocol';
import type { RequestHandler } from 'express';
import * as z from 'zod/mini';
import { DOCTOR_HEADER, isDoctorProof } from '../admin/doctor/doctor-proof.ts';
import { readDialed } from '../door/addresses.ts';
import type { Tokens } from '../door/tokens.ts';
import type { Clock } from '../room/clock.ts';

export const SeenRequest = z.object({
  /** The service's clock, in milliseconds since 1970. */
  now: z.number(),
  /** The client as limits count it. */
  client: z.string(),
  /** The entries of `X-Forwarded-For`. */
  forwardedFor: z.array(z.string()),
  secure: z.boolean(),
  trustedProxies: z.number(),
});
export type SeenRequest = z.infer<typeof SeenRequest>;

interface SeenDeps {
  readonly config: { readonly trustedProxies: number };
  readonly tokens: Pick<Tokens, 'keys'>;
  readonly clock: Pick<Clock, 'now'>;
}

export const answerDoctor =
  ({ config: { trustedProxies }, tokens, clock }: SeenDeps): RequestHandler =>
  (request, response, next) => {
    const proof = request.get(DOCTOR_HEADER);
    if (request.path !== SERVICE_VERSION_PATH || proof === undefined) return next();
    if (!isDoctorProof(proof, tokens.keys(), clock.now())) return next();
    const { addressKey, secure } = readDialed(request, trustedProxies);
    const entries = (request.get('x-forwarded-for') ?? '').split(',').map((entry) => entry.trim());
    const seen: SeenRequest = {
      now: clock.now(),
      client: addressKey,
      forwardedFor: entries.filter((entry) => entry !== ''),
      secure,
      trustedProxies,
    };
    response.set('Cache-Control', 'no-store').json({ seen });
  };
