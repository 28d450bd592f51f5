/** The answer to `GET /version`: what a service is, before anything is opened. Has no secrets. */
import * as z from 'zod/mini';
import { VersionRange } from './version.ts';

export const SERVICE_VERSION_PATH = '/version';

/**
 * Whether the caller may present: no key is needed, a key is missing, the key is wrong, or the key
 * is right.
 */
export const Presenting = z.enum(['open', 'key-required', 'key-refused', 'admitted']);
export type Presenting = z.infer<typeof Presenting>;

/** Unknown fields of a newer service are ignored. */
export const ServiceVersion = z.object({
  service: z.literal('lectern'),
  version: z.string().check(z.maxLength(64)),
  protocol: VersionRange,
  /** An unknown value of a newer service is read as `open`: the handshake decides. */
  presenting: z.catch(Presenting, 'open'),
});
export type ServiceVersion = z.infer<typeof ServiceVersion>;
