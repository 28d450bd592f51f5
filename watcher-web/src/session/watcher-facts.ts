/** What the watcher's session knows, what can happen to it, and what it can want done. Data only. */
import type {
  Epoch,
  ErrorCode,
  LinkCloseReason,
  LinkId,
  LinkMessage,
  LinkOpening,
  MediaState,
  NoticePayload,
  RoomAbout,
  RoomPhase,
} from '@lectern/protocol';

export type Signaling =
  | { readonly name: 'connecting' }
  | { readonly name: 'joined' }
  | { readonly name: 'lost' }
  /** `attempts`: how often in a row; kept through each new try, so that the page stays calm meanwhile. */
  | { readonly name: 'refused'; readonly code: ErrorCode; readonly attempts: number }
  /** The page was put away; it may be brought back as it was. */
  | { readonly name: 'left' }
  /** The presenter has removed this watcher: this page does not come back by itself. */
  | { readonly name: 'removed' };

export interface RoomFacts {
  readonly phase: RoomPhase;
  readonly about: RoomAbout;
}

export interface LinkFacts {
  readonly linkId: LinkId;
  readonly epoch: Epoch;
  /**
   * `opening`: no path yet · `connected`: a path, no picture yet · `playing` ⇄ `stalled` (a path, no new frames) ⇄ `interrupted`
   * (no path) → `still` (closed; its last picture stays on until another link has one).
   */
  readonly stage: 'opening' | 'connected' | 'playing' | 'stalled' | 'interrupted' | 'still';
  /** A link that was given up is not asked back when joining again. */
  readonly standing: 'held' | 'given-up';
  /** As the presenter last said over the link; until then it is assumed to play. */
  readonly media: MediaState | null;
}

/** Two lifecycles side by side, since media outlives signaling. */
export interface WatcherState {
  readonly signaling: Signaling;
  readonly token: string | null;
  readonly room: RoomFacts | null;
  /** The link on the stage. */
  readonly link: LinkFacts | null;
  /** The one that takes its place as soon as it delivers. */
  readonly next: LinkFacts | null;
  /** Links in a row that came to nothing: each further one is asked for later. */
  readonly fruitless: number;
}

export type WatcherEvent =
  | { readonly on: 'lost' }
  | { readonly on: 'refused'; readonly code: ErrorCode }
  | { readonly on: 'retry-due' }
  | { readonly on: 'joined'; readonly room: NoticePayload<'room:joined'> }
  | { readonly on: 'room-changed'; readonly room: RoomFacts }
  | { readonly on: 'removed' }
  | { readonly on: 'token-renewed'; readonly token: string }
  | { readonly on: 'link-opened'; readonly opening: LinkOpening }
  | { readonly on: 'link-closed'; readonly linkId: LinkId; readonly reason: LinkCloseReason }
  | { readonly on: 'link-connected'; readonly linkId: LinkId }
  | { readonly on: 'link-delivered'; readonly linkId: LinkId }
  | { readonly on: 'link-interrupted'; readonly linkId: LinkId }
  /** Frames have stopped coming over a link that should bring some, or come again. */
  | { readonly on: 'picture-stalled'; readonly linkId: LinkId }
  | { readonly on: 'picture-moved'; readonly linkId: LinkId }
  /** For so long by now that this link is not going to mend it, though its path is alive. */
  | { readonly on: 'picture-stuck'; readonly linkId: LinkId }
  | { readonly on: 'link-said'; readonly linkId: LinkId; readonly message: LinkMessage }
  | { readonly on: 'link-given-up'; readonly linkId: LinkId }
  | { readonly on: 'picture-overdue'; readonly linkId: LinkId }
  /** It plays, but later than it has to. */
  | { readonly on: 'link-late'; readonly linkId: LinkId }
  /** Another link is on its way, or will be when the presenter is back. */
  | { readonly on: 'replace-granted'; readonly linkId: LinkId }
  | { readonly on: 'replace-refused'; readonly linkId: LinkId; readonly code: ErrorCode }
  /** `afresh`: the network or the machine was away, so that a connection that looks well may be dead. */
  | { readonly on: 'woken'; readonly afresh: boolean }
  | { readonly on: 'put-away' }
  | { readonly on: 'brought-back' };

export type WatcherEffect =
  | { readonly do: 'connect' }
  | { readonly do: 'retry-later'; readonly afterMs: number }
  | { readonly do: 'leave' }
  /** Closes the connection for good, and a reload of this tab comes to the same. */
  | { readonly do: 'stay-out' }
  | { readonly do: 'open-link'; readonly opening: LinkOpening }
  /** Puts the link on the stage: an empty one at once, an occupied one without a gap. */
  | { readonly do: 'show-link'; readonly linkId: LinkId }
  | { readonly do: 'expect-picture'; readonly linkId: LinkId; readonly withinMs: number }
  | { readonly do: 'close-link'; readonly linkId: LinkId }
  /** Closes the link, but leaves its last picture on the stage. */
  | { readonly do: 'still-link'; readonly linkId: LinkId }
  | { readonly do: 'ask-key-frame'; readonly linkId: LinkId }
  | { readonly do: 'hurry-link'; readonly linkId: LinkId }
  | { readonly do: 'replace-link'; readonly linkId: LinkId; readonly afterMs: number };

export type Step = readonly [WatcherState, ...WatcherEffect[]];

export const startState: WatcherState = {
  signaling: { name: 'connecting' },
  token: null,
  room: null,
  link: null,
  next: null,
  fruitless: 0,
};
