/** Every two seconds, what this watcher really sees and hears: the presenter is told, and the link is kept live. Loaded while connecting. */
import type { LinkId } from '@lectern/protocol';
import loglevel from 'loglevel';
import { keepLive } from '../delay/keep-live.ts';
import { failureName } from '../log/failure.ts';
import type { Player } from '../player/player.ts';
import type { WatcherSession } from '../session/watcher-session.ts';
import { noReception, receptionIn, reportBetween, type Reception } from './reception.ts';

const log = loglevel.getLogger('report');
const EVERY_MS = 2_000;
/** After the first picture, and after the page has been hidden or muted: the presenter should not have to wait. */
const SOON_MS = 500;

export function startReporting(session: WatcherSession, player: Player): void {
  let linkId: LinkId | undefined;
  let before: Reception | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const watchDelay = keepLive((late) => session.dispatch({ type: 'link-delayed', linkId: late }));

  const reportIn = (delayMs: number): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void report(), delayMs);
  };

  async function report(): Promise<void> {
    const reported = linkId;
    const statistics = await session.statistics().catch((error: unknown) => {
      log.debug(`no statistics: ${failureName(error)}`);
      return undefined;
    });
    // Another link has come on the stage meanwhile, or none: its own report is on its way.
    if (reported !== linkId || linkId === undefined) return;
    reportIn(EVERY_MS);
    if (!statistics || !before) return;
    const after = receptionIn(statistics, performance.now());
    watchDelay(linkId, after);
    const page = document.visibilityState === 'hidden' ? 'hidden' : 'shown';
    const { sound } = player.sound.store.get();
    const isSent = session.send({ kind: 'watcher-reported', report: reportBetween(before, after, { page, sound }) });
    if (isSent) before = after;
  }

  const follow = (): void => {
    const { link } = session.state.get();
    if (link?.linkId === linkId) return;
    linkId = link?.linkId;
    before = noReception(performance.now());
    if (link) reportIn(SOON_MS);
    else clearTimeout(timer);
  };
  session.state.subscribe(follow);
  player.sound.store.subscribe(() => linkId && reportIn(SOON_MS));
  document.addEventListener('visibilitychange', () => linkId && reportIn(0));
  follow();
}
