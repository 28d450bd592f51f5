/** Finds out why there is no picture. It only observes; the session keeps trying. */
import { errorName } from '@lectern/rtc';
import { Store, type ReadableStore } from '@lectern/state';
import loglevel from 'loglevel';
import { SERVICE_PROBE_INTERVAL_MS, SERVICE_PROBE_TIMEOUT_MS } from '../policy.ts';
import type { WatcherState } from '../session/watcher-state.ts';
import {
  awaitedIn,
  codeOf,
  noObstacle,
  OBSTACLE_AFTER_MS,
  obstacleBehind,
  type Answer,
  type Awaited,
  type Obstacle,
  type TriedWays,
} from './obstacle.ts';

const log = loglevel.getLogger('health');

export interface ObstacleProbes {
  /** What answers an ordinary request to the service. */
  readonly whoAnswers: () => Promise<Answer>;
  readonly tryWays: () => Promise<TriedWays>;
}

export function watchObstacle(
  session: ReadableStore<WatcherState>,
  { whoAnswers, tryWays }: ObstacleProbes,
  store = new Store<Obstacle>(noObstacle),
): ReadableStore<Obstacle> {
  let awaited: Awaited = 'nothing';
  let timer: ReturnType<typeof setTimeout> | undefined;

  const name = (obstacle: Obstacle): void => {
    log.info('obstacle:', obstacle.name, codeOf(obstacle));
    store.set(obstacle);
  };
  const findInSignaling = async (): Promise<void> => {
    const answer = await whoAnswers();
    if (awaited !== 'signaling') return;
    name(obstacleBehind[answer]);
    // The service may become reachable, or unreachable.
    timer = setTimeout(() => void findInSignaling(), SERVICE_PROBE_INTERVAL_MS);
  };
  const findInPath = async (): Promise<void> => {
    name({ name: 'no-path', tried: null });
    const tried = await tryWays();
    if (awaited === 'path') name({ name: 'no-path', tried });
  };
  const update = (): void => {
    const now = awaitedIn(session.get());
    if (now === awaited) return;
    awaited = now;
    clearTimeout(timer);
    store.set(noObstacle);
    if (now === 'nothing') return;
    const find = now === 'path' ? findInPath : findInSignaling;
    timer = setTimeout(() => void find(), OBSTACLE_AFTER_MS[now]);
  };
  session.subscribe(update);
  update();
  return store;
}

/** A network that asks for a sign-in says so in this way (RFC 6585, section 6). */
const SIGN_IN_REQUIRED = 511;

/** Browsers keep at most this many connections to one server open. */
const KEPT_CONNECTIONS = 6;

/** Only the kind of answer counts, not its content. */
const isService = (body: unknown): boolean =>
  typeof body === 'object' && body !== null && 'service' in body && body.service === 'lectern';

export async function whoAnswersHere(): Promise<Answer> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await askOnce();
    } catch (error) {
      log.debug(`service does not answer: ${errorName(error)}`);
      // A request over a connection from the earlier network uses that connection up. The next
      // request may get through.
      const isTooLate = error instanceof DOMException && error.name === 'TimeoutError';
      if (!isTooLate || attempt === KEPT_CONNECTIONS) return 'nothing';
    }
  }
}

async function askOnce(): Promise<Answer> {
  const signal = AbortSignal.timeout(SERVICE_PROBE_TIMEOUT_MS);
  const response = await fetch('../version', { cache: 'no-store', redirect: 'manual', signal });
  // The service itself never redirects this request.
  if (response.type === 'opaqueredirect' || response.status === SIGN_IN_REQUIRED) return 'something-else';
  if (!response.ok) return 'nothing';
  const body: unknown = await response.json().catch(() => undefined);
  return isService(body) ? 'service' : 'something-else';
}
