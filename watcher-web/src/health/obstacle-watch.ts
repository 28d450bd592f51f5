/** Finds out why the first picture does not come. It only observes; the session keeps trying. */
import { errorName } from '@lectern/rtc';
import { Store, type ReadableStore } from '@lectern/state';
import loglevel from 'loglevel';
import { SERVICE_PROBE_INTERVAL_MS, SERVICE_PROBE_TIMEOUT_MS } from '../policy.ts';
import type { WatcherState } from '../session/watcher-state.ts';
import { awaitedIn, OBSTACLE_AFTER_MS, type Awaited, type Obstacle } from './obstacle.ts';

const log = loglevel.getLogger('health');

/** `doesAnswer`: whether the service answers an ordinary request. */
export function watchObstacle(
  session: ReadableStore<WatcherState>,
  doesAnswer: () => Promise<boolean> = doesServiceAnswer,
): ReadableStore<Obstacle> {
  const store = new Store<Obstacle>('none');
  let awaited: Awaited = 'nothing';
  let timer: ReturnType<typeof setTimeout> | undefined;

  const findObstacle = async (what: Exclude<Awaited, 'nothing'>): Promise<void> => {
    const obstacle = what === 'path' ? 'media-blocked' : (await doesAnswer()) ? 'sockets-blocked' : 'service-silent';
    if (awaited !== what) return;
    log.info(`obstacle: ${obstacle}`);
    store.set(obstacle);
    // The service may become reachable, or unreachable.
    if (what === 'signaling') timer = setTimeout(() => void findObstacle(what), SERVICE_PROBE_INTERVAL_MS);
  };
  const update = (): void => {
    const now = awaitedIn(session.get());
    if (now === awaited) return;
    awaited = now;
    clearTimeout(timer);
    store.set('none');
    if (now !== 'nothing') timer = setTimeout(() => void findObstacle(now), OBSTACLE_AFTER_MS[now]);
  };
  session.subscribe(update);
  update();
  return store;
}

async function doesServiceAnswer(): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(SERVICE_PROBE_TIMEOUT_MS);
    const { ok } = await fetch('../version', { cache: 'no-store', signal });
    return ok;
  } catch (error) {
    log.debug(`service does not answer: ${errorName(error)}`);
    return false;
  }
}
