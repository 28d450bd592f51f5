/** Values about rooms whose media goes through the relay. */
import * as z from 'zod/mini';
import { QualityLevel, WatcherReport } from './link-messages.ts';
import { WatcherId } from './values.ts';

/** How media reaches the watchers of a room: links are opened from the presenter, or the relay. */
export const FanOut = z.enum(['direct', 'relay']);
export type FanOut = z.infer<typeof FanOut>;

/**
 * Why a room is where it is. `setting`: the service's admin wants it there · `uplink`: the
 * presenter's uplink does not carry the room, or carries it again · `relay-lost`: the relay was in
 * use, and cannot be reached.
 */
export const FanOutReason = z.enum(['setting', 'uplink', 'relay-lost']);
export type FanOutReason = z.infer<typeof FanOutReason>;

/** The best layer that some watcher of the relay gets in one codec: it and those below are needed. */
export const NeededLayers = z.object({
  /** As in `Decoder`. */
  codec: z.string().check(z.maxLength(16)),
  highest: QualityLevel,
});
export type NeededLayers = z.infer<typeof NeededLayers>;

const count = z.number().check(z.int(), z.gte(0));

/** What the watchers of the relay have reported. One message in place of thousands. */
export const RelayDigest = z.object({
  /** Watchers whose link is the relay's. */
  watchers: count,
  /** Those of them whose picture moved at their last report. */
  playing: count,
  /** How many get each layer, the lowest first. */
  layers: z.array(count).check(z.maxLength(3)),
  /** Freezes that they have reported since the last digest. */
  freezes: count,
  /** The first hundred in the order in which they joined, each with its last report. */
  first: z.array(z.object({ watcherId: WatcherId, report: z.catch(z.nullable(WatcherReport), null) })),
});
export type RelayDigest = z.infer<typeof RelayDigest>;
