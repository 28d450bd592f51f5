/** The end of a link that makes its offers: the room's presenter, or the relay. */
import type { NoticeName, NoticePayload } from '@lectern/protocol';

export interface OfferingEnd {
  readonly kind: 'presenter' | 'relay';
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
}
