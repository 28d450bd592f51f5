/** Steps about the connection to the service, and about the room. */
import type { ErrorCode, LinkId, NoticePayload, RoomPhase } from '@lectern/protocol';
import { REFUSED_RETRY_MS, REFUSED_RETRY_SOON_MS } from '../policy.ts';
import { asksForPasscode, keptPasscode, passcodeRefused } from './entry-steps.ts';
import { allClosed, allClosedButLastFrame, closing, dropped, droppedIfAbandoned, opened } from './link-steps.ts';
import { plainAbout } from './plain-text.ts';
import { beforeLoss } from './selectors.ts';
import type { RoomInfo, Signaling, WatcherEffect, WatcherState, WatcherStep } from './watcher-state.ts';

export const started = (state: WatcherState): WatcherStep => [
  state,
  { type: 'connect' },
  { type: 'prewarm-connection' },
];

export function lost(state: WatcherState): WatcherStep {
  const { signaling } = state;
  return signaling.name === 'left'
    ? [state]
    : [{ ...state, signaling: { name: 'lost', before: beforeLoss(signaling) } }];
}

export function refused(state: WatcherState, code: ErrorCode, waitMs?: number): WatcherStep {
  if (asksForPasscode(code)) return passcodeRefused(state, code, waitMs);
  if (state.token !== null && (code === 'token-expired' || code === 'unauthorized')) {
    return [{ ...state, token: null }, { type: 'connect' }];
  }
  if (code === 'removed') return removed(state);
  const attempts = state.signaling.name === 'refused' ? state.signaling.attempts + 1 : 1;
  const signaling: Signaling = { name: 'refused', code, attempts };
  if (code === 'client-too-old') return [{ ...state, signaling }];
  // A room that moves between instances is there again within seconds.
  const isSoon = state.link !== null || code === 'room-moving';
  const firstMs = isSoon ? REFUSED_RETRY_SOON_MS : REFUSED_RETRY_MS.first;
  const backOffMs = Math.min(REFUSED_RETRY_MS.max, firstMs * REFUSED_RETRY_MS.growth ** (attempts - 1));
  // A busy service names a different time to each client that it refuses.
  const afterMs = code === 'busy' ? (waitMs ?? backOffMs) : backOffMs;
  const [next, ...effects] =
    state.link?.standing === 'given-up' ? dropped({ ...state, signaling }) : [{ ...state, signaling }];
  return [next, ...effects, { type: 'retry-later', afterMs }];
}

/** The page shows the same as after a refusal, but there is nothing to retry. */
export const awaited = (state: WatcherState): WatcherStep =>
  droppedIfAbandoned({ ...state, signaling: { name: 'refused', code: 'room-unknown', attempts: 1 } });

/** Said by the service, on the link, or in a refused handshake: whichever comes first. */
export const removed = (state: WatcherState): WatcherStep => [
  { ...state, signaling: { name: 'removed' }, token: null, link: null, next: null },
  { type: 'stay-out' },
  ...closing(state.link, state.next),
];

/** The state stays `refused`, so that the page does not flicker at each retry. */
export const retryDue = (state: WatcherState): WatcherStep =>
  state.signaling.name === 'left' ? [state] : [state, { type: 'connect' }];

/**
 * In these phases the presenter itself said that it is off air. `away` is only the service's view;
 * media may still flow. `waiting` after a picture is a presenter who restarted and is not live yet.
 */
const offAir: Partial<Record<RoomPhase, (state: WatcherState) => WatcherStep>> = {
  ended: allClosed,
  waiting: allClosedButLastFrame,
};

export function joined(before: WatcherState, payload: NoticePayload<'room:joined'>): WatcherStep {
  const { token } = payload;
  const room = roomOf(before, payload);
  const [state, ...effects] = seated({ ...before, signaling: { name: 'joined' }, token, room }, room, payload);
  return [state, ...keptPasscode(before), ...effects];
}

function seated(
  state: WatcherState,
  { phase }: RoomInfo,
  { link: opening, restored }: Pick<NoticePayload<'room:joined'>, 'link' | 'restored'>,
): WatcherStep {
  const goOffAir = offAir[phase];
  if (goOffAir) return goOffAir(state);
  if (opening) return opened(state, opening);
  const { link, next } = state;
  // The service names its one link of this watcher. A successor that it has forgotten would never
  // open, and would keep the page from requesting another link.
  const [after, ...effects] = droppedIfAbandoned({ ...state, next: null });
  if (!link || link.linkId !== restored) return [after, ...closing(next), ...effects];
  const mended: WatcherEffect[] = link.stage === 'interrupted' ? [restart(link.linkId)] : [];
  return [{ ...state, next: null }, ...closing(next), ...mended];
}

/**
 * A service that has restarted knows neither title nor phase of the room until the presenter is
 * back, only that it is away. A page that waited, or whose broadcast had ended, misses nothing by
 * that.
 */
function roomOf({ room }: WatcherState, changed: NoticePayload<'room:changed'>): RoomInfo {
  const { phase, about, rebuilt, endedByService } = changed;
  if (!rebuilt || !room) return { phase, about: plainAbout(about), ...(endedByService && { endedByService }) };
  return offAir[room.phase] ? room : { phase, about: room.about };
}

export function roomChanged(before: WatcherState, payload: NoticePayload<'room:changed'>): WatcherStep {
  const room = roomOf(before, payload);
  const state: WatcherState = { ...before, room };
  return (offAir[room.phase] ?? droppedIfAbandoned)(state);
}

export function woken(state: WatcherState, reconnect: boolean): WatcherStep {
  const { signaling, link } = state;
  // After these refusals only a reload or a passcode helps.
  const isFinal =
    signaling.name === 'left' ||
    (signaling.name === 'refused' && (signaling.code === 'client-too-old' || asksForPasscode(signaling.code)));
  if (isFinal) return [state];
  const isIn = signaling.name === 'joined' || signaling.name === 'lobby';
  const changed: WatcherEffect[] = reconnect ? [{ type: 'network-changed' }] : [];
  // While it is away without a refusal, the change alone begins an attempt.
  const isWaiting = signaling.name === 'refused' || (!isIn && !reconnect);
  const connect: WatcherEffect[] = isWaiting ? [{ type: 'connect' }] : [];
  return [state, ...changed, ...connect, ...(link?.stage === 'interrupted' ? [restart(link.linkId)] : [])];
}

export function pageLeft(state: WatcherState): WatcherStep {
  const [closed, ...effects] = allClosedButLastFrame(state);
  return [{ ...closed, signaling: { name: 'left' } }, { type: 'leave' }, ...effects];
}

export const pageRestored = (state: WatcherState): WatcherStep =>
  state.signaling.name === 'left'
    ? [{ ...state, signaling: { name: 'connecting' }, token: null }, { type: 'connect' }]
    : [state];

const restart = (linkId: LinkId): WatcherEffect => ({ type: 'restart-link', linkId });
