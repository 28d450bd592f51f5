/** States, events and effects for the tables of the step's tests. */
import { LinkId, RoomAbout, WatcherId, type LinkOpening, type MediaState, type RoomPhase } from '@lectern/protocol';
import type { QualityWish } from './quality-wish.ts';
import { beforeLoss } from './selectors.ts';
import {
  initialState,
  type LinkInfo,
  type Signaling,
  type WatcherStep,
  type WatcherEvent,
  type WatcherState,
} from './watcher-state.ts';

export const about = RoomAbout.parse({ title: 'Light', presenter: 'Ada' });
const watcherId = WatcherId.parse('w'.repeat(22));
export const oldId = LinkId.parse('a'.repeat(22));
export const newId = LinkId.parse('b'.repeat(22));
export const foreignId = LinkId.parse('z'.repeat(22));
const token = 't'.repeat(16);

export const opening = (linkId: LinkId, epoch = 5): LinkOpening => ({ linkId, watcherId, epoch, iceServers: [] });
export const linkIn = (linkId: LinkId, stage: LinkInfo['stage'], more: Partial<LinkInfo> = {}): LinkInfo => ({
  linkId,
  stage,
  standing: 'held',
  media: null,
  ...more,
});
export const media = (change: Partial<MediaState> = {}): MediaState => ({
  paused: false,
  video: true,
  audio: true,
  ...change,
});
export const refusal = (code: Extract<Signaling, { name: 'refused' }>['code'], attempts = 1): Signaling => ({
  name: 'refused',
  code,
  attempts,
});
export const joinedIn = (phase: RoomPhase, more: Partial<WatcherState> = {}): WatcherState => ({
  ...initialState,
  signaling: { name: 'joined' },
  token,
  room: { phase, about },
  ...more,
});
export const joinedEvent = (
  phase: RoomPhase,
  more: { link?: LinkOpening; restored?: LinkId; about?: RoomAbout; rebuilt?: boolean } = {},
): WatcherEvent => ({
  type: 'room-joined',
  room: { protocol: 1, watcherId, token, phase, about, ...more },
});
export const open = (linkId: LinkId, epoch = 5) =>
  [
    { type: 'open-link', opening: opening(linkId, epoch) },
    { type: 'expect-picture', linkId, withinMs: 15_000 },
  ] as const;
export const close = (linkId: LinkId) => ({ type: 'close-link', linkId }) as const;
export const keep = (linkId: LinkId) => ({ type: 'keep-last-frame', linkId }) as const;
export const replace = (linkId: LinkId, afterMs = 0) => ({ type: 'replace-link', linkId, afterMs }) as const;
export const sendWish = (linkId: LinkId, wish: QualityWish) => ({ type: 'send-wish', linkId, wish }) as const;
export const show = (linkId: LinkId) => ({ type: 'show-link', linkId }) as const;

/** Closed, with its last frame on screen. */
export const lastFrame = linkIn(oldId, 'last-frame', { standing: 'given-up' });
export const playing = joinedIn('live', { link: linkIn(oldId, 'playing') });
export const replacing = joinedIn('live', { link: linkIn(oldId, 'playing'), next: linkIn(newId, 'opening') });
export const away = (state: WatcherState): WatcherState => ({
  ...state,
  signaling: { name: 'lost', before: beforeLoss(state.signaling) },
});

export type Row = readonly [title: string, WatcherState, WatcherEvent, WatcherStep];
