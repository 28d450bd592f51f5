/**
 * Checks that the link on screen brings frames. The scene emits at least five a second, so a link
 * with a path and without frames is faulty; neither ICE nor the connection state shows that.
 */
import type { LinkId } from '@lectern/protocol';
import { errorName } from '@lectern/rtc';
import loglevel from 'loglevel';
import { FRAME_CHECK_INTERVAL_MS, FRAME_CHECK_INTERVAL_STANDING_MS } from '../policy.ts';
import { linkExpectedToMove } from '../session/selectors.ts';
import type { WatcherSession } from '../session/watcher-session.ts';
import type { Statistics } from './reception.ts';
import { judgeFrames, noFrameHistory, type FrameReading } from './stall-detection.ts';

const log = loglevel.getLogger('health');

export function watchFrames(session: WatcherSession): void {
  let watched: LinkId | undefined;
  let history = noFrameHistory;

  // Browsers may stop the frames of a hidden page.
  const expected = (): LinkId | undefined =>
    document.visibilityState === 'hidden' ? undefined : linkExpectedToMove(session.state.get());

  /** Whether the picture stands. */
  const check = async (): Promise<boolean> => {
    const linkId = expected();
    if (linkId !== watched) history = noFrameHistory;
    watched = linkId;
    if (linkId === undefined) return false;
    const statistics = await session.statistics();
    if (!statistics || expected() !== linkId) return false;
    const judged = judgeFrames(history, frameReadingIn(statistics, performance.now()));
    ({ history } = judged);
    const { verdict } = judged;
    if (judged.asksKeyFrame) session.dispatch({ type: 'key-frame-missing', linkId });
    if (verdict === 'moving') session.dispatch({ type: 'picture-moving', linkId });
    else if (verdict !== 'unknown') session.dispatch({ type: 'picture-stalled', linkId });
    if (verdict === 'stuck') session.dispatch({ type: 'picture-stuck', linkId });
    return history.readings.length > 1;
  };

  const checkRepeatedly = async (): Promise<void> => {
    const stands = await check().catch((error: unknown) => log.debug(`no statistics: ${errorName(error)}`));
    const nextInMs = stands === true ? FRAME_CHECK_INTERVAL_STANDING_MS : FRAME_CHECK_INTERVAL_MS;
    setTimeout(() => void checkRepeatedly(), nextInMs);
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
