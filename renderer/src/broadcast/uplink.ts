/** What is known of the presenter's uplink, for a service that has a relay. */
import type { UplinkReport } from '@lectern/protocol';
import { ladders, TOP_LAYER, wireKbps } from '@lectern/steering';
import type { MediaQuality, MediaReport, OutgoingScene } from '../fan-out/link-media.ts';

/** The presenter's own limit counts like a measured one. */
export function uplinkOf(
  { uplinkKbps: measuredKbps }: Pick<MediaReport, 'uplinkKbps'>,
  { preset, uplinkKbps: limitKbps, sharpness }: MediaQuality,
  { content, sound }: Pick<OutgoingScene, 'content' | 'sound'>,
): UplinkReport {
  const known = [measuredKbps, limitKbps].filter((kbps) => kbps !== null);
  const best = ladders[preset][sharpness === 'auto' ? content : sharpness][TOP_LAYER];
  return {
    carriesKbps: known.length === 0 ? null : Math.min(...known),
    linkKbps: Math.round(wireKbps(best, sound)),
  };
}
