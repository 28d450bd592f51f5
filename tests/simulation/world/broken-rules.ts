/** Rules of the product that are broken on purpose, to show that the simulation would notice. */
import { vi } from 'vitest';
import { LinkRecovery } from '../../../rtc/src/link-recovery.ts';
import { OutboundLink } from '../../../rtc/src/outbound-link.ts';
import { ReturnPlan } from '../../../rtc/src/return-plan.ts';
import { LinkWatch } from '../../../renderer/src/fan-out/watch/link-watch.ts';
import { Seats } from '../../../signaling-server/src/room/seats.ts';
import { InboundLinks } from '../../../watcher-web/src/session/inbound-links.ts';

/** Each breaks one until the mocks are restored. */
export const brokenRules = {
  'a broken path is mended': () => {
    vi.spyOn(LinkRecovery.prototype, 'update').mockReturnValue();
    vi.spyOn(LinkRecovery.prototype, 'hurry').mockReturnValue();
  },
  'a lost connection to the service comes back': () => vi.spyOn(ReturnPlan.prototype, 'nextMs').mockReturnValue(1e9),
  'the presenter’s end applies answers': () => vi.spyOn(OutboundLink.prototype, 'handleAnswer').mockResolvedValue(),
  'seats of the absent are freed': () => vi.spyOn(Seats.prototype, 'free').mockReturnValue(),
  'the page closes links that it no longer uses': () => vi.spyOn(InboundLinks.prototype, 'close').mockReturnValue(),
  'links that are closed are watched no longer': () => vi.spyOn(LinkWatch.prototype, 'remove').mockReturnValue(),
} as const;

export type BrokenRule = keyof typeof brokenRules;
