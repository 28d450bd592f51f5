/**
 * The end of a link that makes its offers. Today only the presenter; the relay will be another
 * kind.
 */
import type { NoticeName, NoticePayload } from '@lectern/protocol';

export interface OfferingEnd {
  readonly kind: 'presenter';
  /** Connected now: links may be opened on it. */
  isHere(): boolean;
  /** Connected, or expected back within its grace time. Notices reach it. */
  isReachable(): boolean;
  /** Does nothing when the end is not reachable. */
  notify<N extends NoticeName>(name: N, payload: NoticePayload<N>): void;
}

export type OfferingKind = OfferingEnd['kind'];
