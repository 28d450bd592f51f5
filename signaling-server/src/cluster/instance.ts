/** What a running process of the service is called among the others. */
import { randomBytes } from 'node:crypto';
import { VersionRange } from '@lectern/protocol';
import * as z from 'zod/mini';

/** 128 random bits in base64url, new for each process. */
export const InstanceId = z
  .string()
  .check(z.regex(/^[\w-]{22}$/))
  .brand<'InstanceId'>();
export type InstanceId = z.infer<typeof InstanceId>;

export const newInstanceId = (): InstanceId => InstanceId.parse(randomBytes(16).toString('base64url'));

/** As people see it: enough to tell instances apart. */
export const shortInstanceId = (id: InstanceId): string => id.slice(0, 6);

/** What an instance says about itself with each heartbeat. A newer one may say more. */
export const OwnFacts = z.object({
  /** The versions of frames that it speaks. */
  wire: VersionRange,
  /** It is about to stop: no room should move to it. */
  draining: z.boolean(),
  rooms: z.number(),
  watchers: z.number(),
  /** Rooms and watchers of each holder, by a keyed hash of its name. */
  held: z.exactOptional(z.record(z.string(), z.tuple([z.number(), z.number()]))),
  /** Of the program. */
  version: z.exactOptional(z.string()),
  /** The ids of its token keys: instances work together only with one in common. */
  keys: z.exactOptional(z.array(z.string())),
});
export type OwnFacts = z.infer<typeof OwnFacts>;

export interface InstanceFacts extends OwnFacts {
  readonly id: InstanceId;
}
