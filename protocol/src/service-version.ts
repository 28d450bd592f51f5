/** What a service says of itself to whoever asks over HTTP, before anything is opened: `GET /version`. No secrets. */
import * as z from 'zod/mini';
import { VersionRange } from './version.ts';

export const SERVICE_VERSION_PATH = '/version';

/** What a presenter may expect: nobody needs a key; one is needed; the one that was brought is wrong, or right. */
export const Presenting = z.enum(['open', 'key-required', 'key-refused', 'admitted']);
export type Presenting = z.infer<typeof Presenting>;

/** Read tolerantly: a newer service may add to it. */
export const ServiceVersion = z.object({
  service: z.literal('lectern'),
  version: z.string().check(z.maxLength(64)),
  protocol: VersionRange,
  /** An answer of a newer service that is not known here reads as `open`: the handshake has the last word. */
  presenting: z.catch(Presenting, 'open'),
});
export type ServiceVersion = z.infer<typeof ServiceVersion>;
