/** The end of a link that makes its offers: the room's presenter, or the relay. */
import type { LinkId, NoticeName, NoticePayload, WatcherId } from '@lectern/protocol';

export interface OfferingEnd {
  readonly kind: 'presenter' | 'relay';
  /** Its links have ids by which the next service knows whose they are. */
  readonly marksLinks?: boolean;
  /** Links may be opened on it now. */
  isHere(): boolean;
  /** Connected, or expected back within its grace time. Notices reach it. */
  isReachable(): boolean;
  /** Does nothing when the end is not reachable. */
  notify<N extends NoticeName>(name: N, payload: NoticePayload<N>): void;
}

export type OfferingKind = OfferingEnd['kind'];

/** The relay of rooms that have none. */
export const noRelay: OfferingEnd = {
  kind: 'relay',
  isHere: () => false,
  isReachable: () => false,
  notify: () => undefined,
};

/** Decides which end offers links. */
export interface LinkOpener {
  endOf(kind: OfferingKind): OfferingEnd;
  /** Whether any watcher could be opened a link now. */
  readonly isOpening: boolean;
  /** The end that offers this watcher's next link; undefined while nobody could. */
  opensLinks(seat: { readonly isOldPage: boolean }): OfferingEnd | undefined;
  /** Whether a watcher keeps a link of which this instance knows nothing but its id. */
  mayTrust(linkId: LinkId, returning: Returning): boolean;
  /** The watcher has come back with a link of the relay from before this instance ran the room. */
  resumed(link: ResumedLink): void;
}

export interface Returning {
  /** No presenter is there that could say which links it holds. */
  readonly isAlone: boolean;
  /** A token of the room shows that the watcher has been in it before. */
  readonly isReturning: boolean;
}

/** A link of the relay from before this instance ran the room; `watcherId` is null for a publishing link. */
export interface ResumedLink {
  readonly linkId: LinkId;
  readonly watcherId: WatcherId | null;
}
