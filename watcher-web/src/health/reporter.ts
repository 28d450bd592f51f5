/** Reports every two seconds what this watcher receives, to the presenter and the delay watch. */
import type { LinkId } from '@lectern/protocol';
import { errorName } from '@lectern/rtc';
import loglevel from 'loglevel';
import type { ReadableStore } from '@lectern/state';
import type { SoundState } from '../player/sound-control.ts';
import { REPORT_INTERVAL_MS, REPORT_QUIET_MS, REPORT_SOON_MS } from '../policy.ts';
import type { WatcherSession } from '../session/watcher-session.ts';
import { watchDelay } from './delay-watch.ts';
import { reportFirstPicture } from './picture-report.ts';
import { judgeSound, noSoundHistory } from './sound-watch.ts';
import { noReception, receptionIn, reportBetween, type Reception } from './reception.ts';
import { turnUseOf } from './turn-use.ts';

const log = loglevel.getLogger('health');

export function startReporting(session: WatcherSession, sounds: ReadableStore<Pick<SoundState, 'sound'>>): void {
  let linkId: LinkId | undefined;
  let before: Reception | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const judgeDelay = watchDelay((delayed) => session.dispatch({ type: 'link-delayed', linkId: delayed }));

  let soundHistory = noSoundHistory;

  const reportPicture = reportFirstPicture(session);

  const reportIn = (delayMs: number): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void report(), delayMs);
  };

  async function report(): Promise<void> {
    const reported = linkId;
    const statistics = await session.statistics().catch((error: unknown) => {
      log.debug(`no statistics: ${errorName(error)}`);
      return undefined;
    });
    // Another link is on screen by now, and has its own timer.
    if (reported !== linkId || linkId === undefined) return;
    reportIn(REPORT_INTERVAL_MS);
    if (!statistics || !before) return;
    const after = receptionIn(statistics, performance.now());
    judgeDelay(linkId, after);
    const { isStuck, history } = judgeSound(soundHistory, linkId, after);
    soundHistory = history;
    if (isStuck) session.dispatch({ type: 'sound-stuck', linkId });
    reportPicture(linkId, after.route);
    if ((after.quietMs ?? 0) > REPORT_QUIET_MS) return;
    const page = document.visibilityState === 'hidden' ? 'hidden' : 'shown';
    const { sound } = sounds.get();
    const turn = turnUseOf(after, session.pathFacts());
    const isSent = session.send({
      kind: 'watcher-reported',
      report: reportBetween(before, after, { page, sound, turn }),
    });
    if (isSent) before = after;
  }

  const startOnNewLink = (): void => {
    const { link } = session.state.get();
    if (link?.linkId === linkId) return;
    linkId = link?.linkId;
    before = noReception(performance.now());
    if (link) reportIn(REPORT_SOON_MS);
    else clearTimeout(timer);
  };
  session.state.subscribe(startOnNewLink);
  sounds.subscribe(() => linkId && reportIn(REPORT_SOON_MS));
  document.addEventListener('visibilitychange', () => linkId && reportIn(0));
  startOnNewLink();
}
