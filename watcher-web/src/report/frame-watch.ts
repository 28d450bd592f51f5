/**
 * Watches whether the link on the stage still brings frames. The scene always emits at least five a second, so a link with a path
 * and without frames is a fault, which neither ICE nor the connection's state tells.
 */
import type { LinkId } from '@lectern/protocol';
import type { WatcherSession } from '../session/watcher-session.ts';
import { stillness, type FrameReading } from './stillness.ts';
import type { Statistics } from './reception.ts';

const EVERY_MS = 750;

export function watchFrames(session: WatcherSession): void {
  let watched: LinkId | undefined;
  let readings: readonly FrameReading[] = [];

  const look = async (): Promise<void> => {
    const linkId = expectsFrames(session);
    if (linkId !== watched) readings = [];
    watched = linkId;
    if (linkId === undefined) return endStall(session);
    const statistics = await session.statistics().catch(() => undefined);
    if (!statistics || expectsFrames(session) !== linkId) return;
    const { verdict, kept } = stillness(readings, frameReadingIn(statistics, performance.now()));
    readings = kept;
    if (verdict === 'moving') session.dispatch({ on: 'picture-moved', linkId });
    else if (verdict !== 'unknown') session.dispatch({ on: 'picture-stalled', linkId });
    if (verdict === 'stuck') session.dispatch({ on: 'picture-stuck', linkId });
  };

  const lookAgain = (): void => void look().then(() => setTimeout(lookAgain, EVERY_MS));
  lookAgain();
}

/** The link that must bring frames just now. A hidden page may be shown none by its browser, and nobody misses them. */
function expectsFrames({ store, wish }: WatcherSession): LinkId | undefined {
  const { link } = store.get();
  // Who wants sound only is sent no picture.
  if (wish.get() === 'sound') return undefined;
  if (!link || document.visibilityState === 'hidden' || link.media?.video === false) return undefined;
  return link.stage === 'playing' || link.stage === 'stalled' ? link.linkId : undefined;
}

/** Nothing stands still where no picture is wanted. */
function endStall(session: WatcherSession): void {
  const { link } = session.store.get();
  if (link && session.wish.get() === 'sound') session.dispatch({ on: 'picture-moved', linkId: link.linkId });
}

function frameReadingIn(statistics: Statistics, atMs: number): FrameReading {
  let [frames, packets] = [0, 0];
  for (const entry of statistics.values()) {
    // Sound goes the same way: while it comes, the path is well. So do answers to the connection's own checks.
    if (entry.type === 'inbound-rtp') packets += entry.packetsReceived ?? 0;
    else if (entry.type === 'candidate-pair') packets += entry.responsesReceived ?? 0;
    if (entry.type === 'inbound-rtp' && entry.kind === 'video') frames += entry.framesDecoded ?? 0;
  }
  return { atMs, frames, packets };
}
