/** Pure functions of the state, used by the step, the shell, the health checks and the UI. */
import { spoken, type Handshake, type LinkId, type RoomId } from '@lectern/protocol';
import type { BeforeLoss, LinkInfo, LinkStage, Signaling, WatcherState } from './watcher-state.ts';

/** What signaling is in, or was in before it was lost. */
export const beforeLoss = (signaling: Signaling): BeforeLoss =>
  signaling.name === 'lost' ? signaling.before : signaling;

export const hasPicture = ({ stage }: LinkInfo): boolean => stage !== 'opening' && stage !== 'connected';

/** Whether the link carries video: the presenter sends it and the watcher wants it. */
export const carriesVideo = (link: LinkInfo, { wish }: Pick<WatcherState, 'wish'>): boolean =>
  wish !== 'sound' && link.media?.video !== false;

/** The link that must bring frames now, if any. */
export function linkExpectedToMove(state: WatcherState): LinkId | undefined {
  const { link } = state;
  if (!link || !carriesVideo(link, state)) return undefined;
  return link.stage === 'playing' || link.stage === 'stalled' ? link.linkId : undefined;
}

/** Whether the watcher misses nothing while its connection to the service is away. */
export const mayReturnLate = ({ room, link }: Pick<WatcherState, 'room' | 'link'>): boolean =>
  room?.phase !== 'live' || link?.stage === 'playing';

/** A link that never had a picture is not asked for again: a fresh one is faster. */
const holdable: ReadonlySet<LinkStage> = new Set(['playing', 'stalled', 'interrupted']);

/** The handshake for the next connection: who this watcher is, and which link it wants to keep. */
export function handshakeFor(roomId: RoomId, { token, passcode, link }: WatcherState): Handshake {
  const isHeld = link?.standing === 'held' && holdable.has(link.stage);
  return {
    role: 'watcher',
    protocol: spoken,
    roomId,
    waits: true,
    ...(token === null ? {} : { token }),
    // A token says that the passcode was right. One that has changed since would count as a wrong
    // try.
    ...(token === null && passcode !== null ? { passcode } : {}),
    ...(isHeld ? { holds: link.linkId } : {}),
  };
}
