/**
 * What a watcher's browser decodes: it says so with its answers, and the presenter chooses the
 * codec by it.
 */
import * as z from 'zod/mini';

const decoder = {
  /**
   * As RTP names it, in lower case: `vp8`, `av1`. A page may name what this version does not know.
   */
  codec: z.string().check(z.maxLength(16)),
  /**
   * A picture of 1080p at 30 frames a second plays without dropped frames, as the browser expects.
   */
  smooth: z.boolean(),
  powerEfficient: z.boolean(),
};

export type Decoder = z.infer<typeof StrictDecoder>;

/** More than any browser has. */
const MAX_DECODERS = 8;

const StrictDecoder = z.strictObject(decoder);

/** In a request. */
export const Decoders = z.array(StrictDecoder).check(z.maxLength(MAX_DECODERS));

/** In a notice: what cannot be read counts as nothing said. */
export const HeardDecoders = z.catch(
  z.optional(z.array(z.object(decoder)).check(z.maxLength(MAX_DECODERS))),
  undefined,
);
