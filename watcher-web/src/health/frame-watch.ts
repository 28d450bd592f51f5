/**
 * Checks that the link on screen brings frames. The scene emits at least five a second, so a link
 * with a path and without frames is faulty; neither ICE nor the connection state shows that.
 */
import type { LinkId } from '@lectern/protocol';
import { errorName } from '@lectern/rtc';
import loglevel from 'loglevel';
import { FRAME_CHECK_INTERVAL_MS } from '../policy.ts';
import { linkExpectedToMove } from '../session/selectors.ts';
import type { WatcherSession } from '../session/watcher-session.ts';
import type { Statistics } from './reception.ts';
import { judgeFrames, type FrameReading } from './stall-detection.ts';

const log = loglevel.getLogger('health');

export function watchFrames(session: WatcherSession): void {
  let watched: LinkId | undefined;
  let readings: readonly FrameReading[] = [];

  // Browsers may stop the frames of a hidden page.
  const expected = (): LinkId | undefined =>
    document.visibilityState === 'hidden' ? undefined : linkExpectedToMove(session.state.get());

  const check = async (): Promise<void> => {
    const linkId = expected();
    if (linkId !== watched) readings = [];
    watched = linkId;
    if (linkId === undefined) return;
    const statistics = await session.statistics();
    if (!statistics || expected() !== linkId) return;
    const { verdict, kept } = judgeFrames(readings, frameReadingIn(statistics, performance.now()));
    readings = kept;
    if (verdict === 'moving') session.dispatch({ type: 'picture-moving', linkId });
    else if (verdict !== 'unknown') session.dispatch({ type: 'picture-stalled', linkId });
    if (verdict === 'stuck') session.dispatch({ type: 'picture-stuck', linkId });
  };

  const checkRepeatedly = async (): Promise<void> => {
    await check().catch((error: unknown) => log.debug(`no statistics: ${errorName(error)}`));
    setTimeout(() => void checkRepeatedly(), FRAME_CHECK_INTERVAL_MS);
  };
  void checkRepeatedly();
}

function frameReadingIn(statistics: Statistics, atMs: number): FrameReading {
  let [frames, packets] = [0, 0];
  for (const entry of statistics.values()) {
    // Sound and the answers to ICE checks take the same path: they show that it is alive.
    if (entry.type === 'inbound-rtp') packets += entry.packetsReceived ?? 0;
    else if (entry.type === 'candidate-pair') packets += entry.responsesReceived ?? 0;
    if (entry.type === 'inbound-rtp' && entry.kind === 'video') frames += entry.framesDecoded ?? 0;
  }
  return { atMs, frames, packets };
}
