/**
 * The way to the relay, as a room sees it, and what the relay does with the room's links. A room
 * knows nothing of Janus.
 */
import type { LinkId, NoticePayload, RelayDigest, RoomId, Round, SaidMessage } from '@lectern/protocol';
import type { ResumedLink } from './offering-end.ts';
import type { Outlet } from './outlet.ts';

/**
 * The relay gets the notices that a presenter gets of the links that it offers, and of the
 * publishing links those that a watcher gets: it answers them.
 */
export interface RelayOutlet extends Pick<Outlet, 'notify'> {
  /**
   * Its end of this link goes on; where nothing is left of it, the link is replaced. Missing where
   * links end with the instance that runs the room.
   */
  resume?(link: ResumedLink): void;
  /** The room needs it no more, or has ended; `moved`: another instance may run it from now on. */
  close(why: 'ended' | 'moved'): void;
}

/** An offer or an answer. */
export interface Description {
  readonly round: Round;
  readonly sdp: string;
}

/** Each does nothing where the link is not known any more. */
export interface RelayCalls {
  /** Whether it can carry the room: a node to publish at is there, and one for watchers. */
  reached(isReached: boolean): void;
  /** Offers a watcher's link. */
  offer(linkId: LinkId, offer: Description): void;
  /** Answers the offer of a publishing link. */
  answer(linkId: LinkId, answer: Description): void;
  /** What comes over this publishing link reaches the watchers. */
  carried(linkId: LinkId): void;
  /** The publishing link has failed, or the watcher's link: another one is needed. */
  replace(linkId: LinkId): void;
  /** The watcher has a picture over this link. */
  settled(linkId: LinkId): void;
  /** The watcher has closed this link. */
  gone(linkId: LinkId): void;
  /** To the watcher. */
  say(linkId: LinkId, message: SaidMessage): void;
  requestLayers(layers: NoticePayload<'layers:requested'>['layers']): void;
  report(digest: RelayDigest): void;
}

/** Begins with a room at the relay. */
export type OpenRelay = (roomId: RoomId, calls: RelayCalls) => RelayOutlet;
