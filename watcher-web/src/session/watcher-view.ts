/** Which page the watcher sees, derived from the state of the session. */
import type { Signaling, WatcherState } from './watcher-state.ts';

export type WatcherView =
  | 'connecting'
  | 'waiting'
  | 'live'
  | 'paused'
  | 'reconnecting'
  | 'ended'
  | 'room-unknown'
  | 'room-full'
  | 'too-many'
  | 'removed'
  | 'passcode'
  | 'lobby'
  | 'too-old'
  | 'set-up-wrongly';

/** Here the page waits for somebody, and nothing plays. */
const waitingViews: ReadonlySet<WatcherView> = new Set(['waiting', 'lobby', 'room-unknown', 'room-full', 'too-many']);

export function viewOf(state: WatcherState): WatcherView {
  const { signaling } = state;
  if (signaling.name !== 'lost') return viewNow(state);
  // A service that restarts is back within seconds: a watcher who waits need not know.
  const before = viewNow({ ...state, signaling: signaling.before });
  return waitingViews.has(before) ? before : viewNow(state);
}

/** Whether the page waits without a connection. The obstacle says when that has lasted too long. */
export const isWaitingUnconnected = (state: WatcherState): boolean =>
  state.signaling.name === 'lost' && waitingViews.has(viewOf(state));

function viewNow({ signaling, room, link }: WatcherState): WatcherView {
  if (signaling.name === 'removed') return 'removed';
  // Media that arrives is shown even without signaling.
  if (link?.stage === 'playing') return link.media?.paused === true ? 'paused' : 'live';
  if (link?.stage === 'stalled') return 'reconnecting';
  if (link?.stage === 'interrupted') return viewOfInterruption(signaling, room);
  if (signaling.name === 'lobby') return 'lobby';
  // The service may have forgotten a room that ended. The watcher still sees that it ended.
  if (room?.phase === 'ended' && !isTooOld(signaling) && !isAskedForPasscode(signaling)) return 'ended';
  const isLastFrame = link?.stage === 'last-frame';
  if (signaling.name === 'refused') return isLastFrame ? viewOfRefusalWithPicture(signaling) : viewOfRefusal(signaling);
  if (!room) return 'connecting';
  if (signaling.name !== 'joined') return 'reconnecting';
  if (isLastFrame) return room.phase === 'live' ? 'reconnecting' : 'waiting';
  // Without its presenter the link will not open.
  if (room.phase === 'away' && link?.stage !== 'connected') return 'waiting';
  return link || room.phase === 'live' ? 'connecting' : 'waiting';
}

function viewOfInterruption(signaling: Signaling, room: WatcherState['room']): WatcherView {
  // Neither media nor signaling comes from the presenter: the presenter is away.
  if (signaling.name === 'joined' && room?.phase === 'away') return 'waiting';
  // The path may come back all the same, but no other link is to be had, and the page says why. A
  // service that is busy takes the watcher in soon.
  if (signaling.name === 'refused' && signaling.code !== 'busy') return viewOfRefusalWithPicture(signaling);
  return 'reconnecting';
}

/** After a picture, an unknown room means that its presenter has not reopened it yet. */
function viewOfRefusalWithPicture(refused: Extract<Signaling, { name: 'refused' }>): WatcherView {
  const view = viewOfRefusal(refused);
  if (view === 'connecting') return 'reconnecting';
  return view === 'room-unknown' ? 'waiting' : view;
}

const isTooOld = (signaling: Signaling): boolean =>
  signaling.name === 'refused' && viewOfRefusal(signaling) === 'too-old';

const isAskedForPasscode = (signaling: Signaling): boolean =>
  signaling.name === 'refused' && viewOfRefusal(signaling) === 'passcode';

function viewOfRefusal({ code }: Extract<Signaling, { name: 'refused' }>): WatcherView {
  switch (code) {
    case 'room-unknown':
    case 'room-full':
    case 'too-many':
    case 'removed':
      return code;
    case 'busy':
      return 'too-many';
    case 'client-too-old':
    case 'service-too-old':
      return 'too-old';
    case 'wrong-service':
      return 'set-up-wrongly';
    case 'passcode-required':
    case 'passcode-wrong':
    case 'passcode-paused':
      return 'passcode';
    case 'bad-request':
    case 'unauthorized':
    case 'token-expired':
    case 'wrong-key':
    case 'key-required':
    case 'key-refused':
    case 'sign-in-required':
    case 'sign-in-expired':
    case 'sign-in-refused':
    case 'provider-unreachable':
    case 'replaced':
    case 'run-ended':
    case 'epoch-too-far':
    case 'not-live':
    case 'room-moving':
    case 'link-unknown':
    case 'wrong-round':
    case 'unreachable':
    case 'internal':
      return 'connecting';
  }
}
