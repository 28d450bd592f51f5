/** Finds out what a first picture is waiting for that does not come. The session keeps trying meanwhile; this only says why it takes so long. */
import { Store, type ReadableStore } from '@lectern/state';
import type { WatcherState } from '../session/watcher-state.ts';
import { awaitedIn, PATIENCE_MS, type Awaited, type Obstacle } from './obstacle.ts';

const ASK_AGAIN_MS = 10_000;
const ANSWER_WITHIN_MS = 5_000;

/** `answers`: whether the service can be reached by an ordinary request. */
export function watchObstacle(
  session: ReadableStore<WatcherState>,
  answers: () => Promise<boolean> = doesServiceAnswer,
): ReadableStore<Obstacle> {
  const store = new Store<Obstacle>('none');
  let awaited: Awaited = 'nothing';
  let timer: ReturnType<typeof setTimeout> | undefined;

  const name = async (what: Exclude<Awaited, 'nothing'>): Promise<void> => {
    const obstacle = what === 'path' ? 'media-blocked' : (await answers()) ? 'sockets-blocked' : 'service-silent';
    if (awaited !== what) return;
    store.set(obstacle);
    // The service may come back, or go.
    if (what === 'signaling') timer = setTimeout(() => void name(what), ASK_AGAIN_MS);
  };
  const look = (): void => {
    const now = awaitedIn(session.get());
    if (now === awaited) return;
    awaited = now;
    clearTimeout(timer);
    store.set('none');
    if (now !== 'nothing') timer = setTimeout(() => void name(now), PATIENCE_MS[now]);
  };
  session.subscribe(look);
  look();
  return store;
}

async function doesServiceAnswer(): Promise<boolean> {
  try {
    const { ok } = await fetch('/version', { cache: 'no-store', signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
    return ok;
  } catch {
    return false;
  }
}
