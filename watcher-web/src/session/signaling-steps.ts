/** The half of the step that is about the connection to the service and the room. */
import type { ErrorCode, LinkId, NoticePayload, RoomPhase } from '@lectern/protocol';
import { atRest, closing, dropped, forsaken, offStage, opened } from './link-steps.ts';
import { plainAbout } from './plain-text.ts';
import type { RoomFacts, Signaling, Step, WatcherEffect, WatcherState } from './watcher-facts.ts';

/** Between two tries at a door that is closed: a presenter who opens the room later finds this watcher. */
const KNOCK_MS = { first: 5_000, most: 15_000, growth: 1.5 };
/** With a picture still on, the service has most likely just restarted: knock sooner. */
const KNOCK_WHILE_PLAYING_MS = 1_000;

export function lost(state: WatcherState): Step {
  return state.signaling.name === 'left' ? [state] : [{ ...state, signaling: { name: 'lost' } }];
}

export function refused(state: WatcherState, code: ErrorCode): Step {
  if (state.token !== null && (code === 'token-expired' || code === 'unauthorized')) {
    return [{ ...state, token: null }, { do: 'connect' }];
  }
  if (code === 'removed') return removed(state);
  const attempts = state.signaling.name === 'refused' ? state.signaling.attempts + 1 : 1;
  const signaling: Signaling = { name: 'refused', code, attempts };
  if (code === 'client-too-old') return [{ ...state, signaling }];
  const firstMs = state.link ? KNOCK_WHILE_PLAYING_MS : KNOCK_MS.first;
  const afterMs = Math.min(KNOCK_MS.most, firstMs * KNOCK_MS.growth ** (attempts - 1));
  const [next, ...effects] =
    state.link?.standing === 'given-up' ? dropped({ ...state, signaling }) : [{ ...state, signaling }];
  return [next, ...effects, { do: 'retry-later', afterMs }];
}

/** Told by the service, over the link, or at the door: whichever is first. */
export const removed = (state: WatcherState): Step => [
  { ...state, signaling: { name: 'removed' }, token: null, link: null, next: null },
  { do: 'stay-out' },
  ...closing(state.link, state.next),
];

/** The state stays as it is: a page that says why it waits should not flicker at each try. */
export const retryDue = (state: WatcherState): Step =>
  state.signaling.name === 'left' ? [state] : [state, { do: 'connect' }];

/**
 * There is a presenter's word that nothing goes out; `away` is the service's, and media may still flow. One who came back with a new
 * run and is not live yet (`waiting`) finds its last picture still there.
 */
const offAir: Partial<Record<RoomPhase, (state: WatcherState) => Step>> = { ended: offStage, waiting: atRest };

export function joined(before: WatcherState, payload: NoticePayload<'room:joined'>): Step {
  const { token, phase, about, link: opening, restored } = payload;
  const state: WatcherState = {
    ...before,
    signaling: { name: 'joined' },
    token,
    room: { phase, about: plainAbout(about) },
  };
  const goOff = offAir[phase];
  if (goOff) return goOff(state);
  if (opening) return opened(state, opening);
  const { link } = state;
  if (link && link.linkId === restored) {
    return [state, ...(link.stage === 'interrupted' ? [hurry(link.linkId)] : [])];
  }
  return forsaken(state);
}

export function roomChanged(before: WatcherState, room: RoomFacts): Step {
  const state: WatcherState = { ...before, room: { phase: room.phase, about: plainAbout(room.about) } };
  return (offAir[room.phase] ?? forsaken)(state);
}

export function woken(state: WatcherState, afresh: boolean): Step {
  const { signaling, link } = state;
  const closedForGood =
    signaling.name === 'left' || (signaling.name === 'refused' && signaling.code === 'client-too-old');
  if (closedForGood) return [state];
  const connect: WatcherEffect[] = afresh || signaling.name !== 'joined' ? [{ do: 'connect' }] : [];
  return [state, ...connect, ...(link?.stage === 'interrupted' ? [hurry(link.linkId)] : [])];
}

export function putAway(state: WatcherState): Step {
  const [rested, ...effects] = atRest(state);
  return [{ ...rested, signaling: { name: 'left' } }, { do: 'leave' }, ...effects];
}

export const broughtBack = (state: WatcherState): Step =>
  state.signaling.name === 'left'
    ? [{ ...state, signaling: { name: 'connecting' }, token: null }, { do: 'connect' }]
    : [state];

const hurry = (linkId: LinkId): WatcherEffect => ({ do: 'hurry-link', linkId });
