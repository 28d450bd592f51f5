/** The answer to `GET /version`: what a service is, before anything is opened. Has no secrets. */
import * as z from 'zod/mini';
import { SignInOffer } from './sign-in.ts';
import { VersionRange } from './version.ts';

export const SERVICE_VERSION_PATH = '/version';

/**
 * Whether the caller may present: everybody may, or its key or sign-in is missing, is not accepted
 * or is accepted.
 */
export const Presenting = z.enum([
  'open',
  'key-required',
  'key-refused',
  'sign-in-required',
  'sign-in-expired',
  'sign-in-refused',
  'admitted',
]);
export type Presenting = z.infer<typeof Presenting>;

/** Unknown fields of a newer service are ignored. */
export const ServiceVersion = z.object({
  service: z.literal('lectern'),
  version: z.string().check(z.maxLength(64)),
  protocol: VersionRange,
  /** An unknown value of a newer service is read as `open`: the handshake decides. */
  presenting: z.catch(Presenting, 'open'),
  /** Present where presenters sign in with the admin's identity provider. */
  signIn: z.catch(z.optional(SignInOffer), undefined),
});
export type ServiceVersion = z.infer<typeof ServiceVersion>;
