/** The watcher's session as data: its state, its events and its effects. */
import type {
  ErrorCode,
  LinkCloseReason,
  LinkId,
  LinkMessage,
  LinkOpening,
  MediaState,
  NoticePayload,
  PasscodeProof,
  RoomAbout,
  RoomPhase,
} from '@lectern/protocol';
import type { QualityWish } from './quality-wish.ts';

export type Signaling =
  | BeforeLoss
  /** `before`: a page that waits goes on showing what it waits for. */
  | { readonly name: 'lost'; readonly before: BeforeLoss };

export type BeforeLoss =
  | { readonly name: 'connecting' }
  | { readonly name: 'joined' }
  /** `attempts`: refusals in a row. The state lasts through retries: the page must not flicker. */
  | { readonly name: 'refused'; readonly code: ErrorCode; readonly attempts: number; readonly waitMs?: number }
  /** Waits until the presenter lets it in. */
  | { readonly name: 'lobby' }
  /** The page was left, and may be restored from the browser's back/forward cache. */
  | { readonly name: 'left' }
  /** Removed by the presenter. Final: this page does not join again. */
  | { readonly name: 'removed' };

export interface RoomInfo {
  readonly phase: RoomPhase;
  readonly about: RoomAbout;
  /** With the phase `ended`: the service has ended it, not the presenter. */
  readonly endedByService?: boolean | undefined;
}

/**
 * `opening`: no path yet · `connected`: a path, no picture yet · `playing` ⇄ `stalled` (a path, no
 * new frames) ⇄ `interrupted` (no path) → `last-frame` (closed; its last frame stays on the page
 * until another link has a picture).
 */
export type LinkStage = 'opening' | 'connected' | 'playing' | 'stalled' | 'interrupted' | 'last-frame';

export interface LinkInfo {
  readonly linkId: LinkId;
  readonly stage: LinkStage;
  /** A link that was given up is not asked for again when rejoining. */
  readonly standing: 'held' | 'given-up';
  /** From the presenter's last message on the link. Until the first, both are assumed. */
  readonly media: MediaState | null;
}

/** Signaling and links have separate lifecycles, since media outlives signaling. */
export interface WatcherState {
  readonly signaling: Signaling;
  readonly token: string | null;
  /** Proves the room's passcode. Sent where there is no token. */
  readonly passcode: PasscodeProof | null;
  readonly room: RoomInfo | null;
  /** The link on screen. */
  readonly link: LinkInfo | null;
  /** Its successor, which takes over with its first picture. */
  readonly next: LinkInfo | null;
  /** Links in a row that closed before their first picture: each further one is requested later. */
  readonly failedLinks: number;
  /** Lasts as long as the page; sent on every link. */
  readonly wish: QualityWish;
}

export type WatcherEvent =
  /** `wasRemoved`: the presenter removed this watcher before the page was reloaded. */
  | { readonly type: 'started'; readonly wasRemoved: boolean; readonly passcode?: PasscodeProof | null }
  | { readonly type: 'signaling-lost' }
  /** `waitMs`: after too many wrong passcodes, or while the service is busy. */
  | { readonly type: 'signaling-refused'; readonly code: ErrorCode; readonly waitMs?: number | undefined }
  | { readonly type: 'passcode-entered'; readonly passcode: PasscodeProof }
  | { readonly type: 'lobby-entered'; readonly token: string; readonly about: RoomAbout }
  /** The room is not open yet. The service lets the watcher in when it is. */
  | { readonly type: 'room-awaited' }
  | { readonly type: 'retry-due' }
  | { readonly type: 'room-joined'; readonly room: NoticePayload<'room:joined'> }
  | { readonly type: 'room-changed'; readonly room: NoticePayload<'room:changed'> }
  | { readonly type: 'watcher-removed' }
  | { readonly type: 'token-renewed'; readonly token: string }
  | { readonly type: 'wish-changed'; readonly wish: QualityWish }
  | { readonly type: 'link-opened'; readonly opening: LinkOpening }
  | { readonly type: 'link-closed'; readonly linkId: LinkId; readonly reason: LinkCloseReason }
  | { readonly type: 'link-connected'; readonly linkId: LinkId }
  | { readonly type: 'link-channel-opened'; readonly linkId: LinkId }
  /** The link's first picture is here. */
  | { readonly type: 'link-delivered'; readonly linkId: LinkId }
  | { readonly type: 'link-interrupted'; readonly linkId: LinkId }
  | { readonly type: 'link-message'; readonly linkId: LinkId; readonly message: LinkMessage }
  /** Its own recovery has failed. */
  | { readonly type: 'link-given-up'; readonly linkId: LinkId }
  /** It plays, but later than the network requires. */
  | { readonly type: 'link-delayed'; readonly linkId: LinkId }
  /** No sound arrives, on a path that is alive. */
  | { readonly type: 'sound-stuck'; readonly linkId: LinkId }
  /** Packets arrive that make no picture. */
  | { readonly type: 'key-frame-missing'; readonly linkId: LinkId }
  /** No new frames on a link that should have some. */
  | { readonly type: 'picture-stalled'; readonly linkId: LinkId }
  /** New frames. */
  | { readonly type: 'picture-moving'; readonly linkId: LinkId }
  /** Stalled for so long, on a path that is alive, that only another link will help. */
  | { readonly type: 'picture-stuck'; readonly linkId: LinkId }
  /** The first picture did not arrive in time. */
  | { readonly type: 'picture-overdue'; readonly linkId: LinkId }
  /** Another link follows: now, or when the presenter is back. */
  | { readonly type: 'replace-granted'; readonly linkId: LinkId }
  | { readonly type: 'replace-refused'; readonly linkId: LinkId; readonly code: ErrorCode }
  /**
   * `reconnect`: after sleep, or the network has changed: a connection may be dead and look
   * healthy.
   */
  | { readonly type: 'woken'; readonly reconnect: boolean }
  | { readonly type: 'page-left' }
  | { readonly type: 'page-restored' };

export type WatcherEffect =
  | { readonly type: 'connect' }
  | { readonly type: 'retry-later'; readonly afterMs: number }
  /** Leaves the room and disconnects. */
  | { readonly type: 'leave' }
  /** Disconnects, and remembers in this tab not to join again. */
  | { readonly type: 'stay-out' }
  /** For a reload of this tab; null forgets it. */
  | { readonly type: 'keep-passcode'; readonly passcode: PasscodeProof | null }
  /** Creates a peer connection before there is an offer. */
  | { readonly type: 'prewarm-connection' }
  | { readonly type: 'open-link'; readonly opening: LinkOpening }
  /** A return to the service that waits for its time comes soon instead. */
  | { readonly type: 'hurry' }
  /** The connection to the service may be half-open, like the presenter's. Nothing is missing. */
  | { readonly type: 'check-service' }
  /** Connections over the network before may be dead and look healthy: others take their place. */
  | { readonly type: 'network-changed' }
  /** Puts the link on screen: with its next track if it has none yet, else without a gap. */
  | { readonly type: 'show-link'; readonly linkId: LinkId }
  | { readonly type: 'expect-picture'; readonly linkId: LinkId; readonly withinMs: number }
  | { readonly type: 'close-link'; readonly linkId: LinkId }
  /** Closes the link, and leaves its last frame on screen. */
  | { readonly type: 'keep-last-frame'; readonly linkId: LinkId }
  | { readonly type: 'request-key-frame'; readonly linkId: LinkId }
  | { readonly type: 'send-wish'; readonly linkId: LinkId; readonly wish: QualityWish }
  /** Restarts the link now instead of waiting for it to heal. */
  | { readonly type: 'restart-link'; readonly linkId: LinkId }
  | { readonly type: 'replace-link'; readonly linkId: LinkId; readonly afterMs: number };

export type WatcherStep = readonly [WatcherState, ...WatcherEffect[]];

export const initialState: WatcherState = {
  signaling: { name: 'connecting' },
  token: null,
  passcode: null,
  room: null,
  link: null,
  next: null,
  failedLinks: 0,
  wish: 'auto',
};
