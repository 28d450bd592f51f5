/** The one thing that the page shows, derived from what the session knows. */
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
  | 'too-old';

export function viewOf({ signaling, room, link }: WatcherState): WatcherView {
  if (signaling.name === 'removed') return 'removed';
  // Media that flows is shown, whatever became of signaling.
  if (link?.stage === 'playing') return link.media?.paused === true ? 'paused' : 'live';
  if (link?.stage === 'stalled') return 'reconnecting';
  // Neither the presenter's media nor its word comes: it is the presenter who is gone.
  if (link?.stage === 'interrupted')
    return signaling.name === 'joined' && room?.phase === 'away' ? 'waiting' : 'reconnecting';
  // A room that has ended may be forgotten by the service; for the watcher it has ended all the same.
  if (room?.phase === 'ended' && !isTooOld(signaling)) return 'ended';
  const isStill = link?.stage === 'last-frame';
  if (signaling.name === 'refused') return isStill ? viewOfRefusalOver(signaling) : viewOfRefusal(signaling);
  if (!room) return 'connecting';
  if (signaling.name !== 'joined') return 'reconnecting';
  if (isStill) return room.phase === 'live' ? 'reconnecting' : 'waiting';
  // Nobody is there who could go on opening a link just now.
  if (room.phase === 'away' && link?.stage !== 'connected') return 'waiting';
  return link || room.phase === 'live' ? 'connecting' : 'waiting';
}

/** Whoever has seen a picture waits for the same presenter, not at an unknown door. */
function viewOfRefusalOver(refused: Extract<Signaling, { name: 'refused' }>): WatcherView {
  const view = viewOfRefusal(refused);
  if (view === 'connecting') return 'reconnecting';
  return view === 'room-unknown' ? 'waiting' : view;
}

const isTooOld = (signaling: Signaling): boolean =>
  signaling.name === 'refused' && viewOfRefusal(signaling) === 'too-old';

function viewOfRefusal({ code }: Extract<Signaling, { name: 'refused' }>): WatcherView {
  switch (code) {
    case 'room-unknown':
    case 'room-full':
    case 'too-many':
    case 'removed':
      return code;
    case 'client-too-old':
    case 'service-too-old':
      return 'too-old';
    case 'bad-request':
    case 'unauthorized':
    case 'token-expired':
    case 'wrong-key':
    case 'key-required':
    case 'key-refused':
    case 'replaced':
    case 'not-live':
    case 'link-unknown':
    case 'wrong-round':
    case 'unreachable':
    case 'internal':
      return 'connecting';
  }
}
