/** States, events and effects to write the tables of the step's tests with. */
import { LinkId, RoomAbout, WatcherId, type LinkOpening, type MediaState, type RoomPhase } from '@lectern/protocol';
import {
  startState,
  type LinkFacts,
  type Signaling,
  type Step,
  type WatcherEvent,
  type WatcherState,
} from './watcher-facts.ts';

export const about = RoomAbout.parse({ title: 'Light', presenter: 'Ada' });
const watcherId = WatcherId.parse('w'.repeat(22));
export const oldId = LinkId.parse('a'.repeat(22));
export const newId = LinkId.parse('b'.repeat(22));
export const foreignId = LinkId.parse('z'.repeat(22));
const token = 't'.repeat(16);

export const opening = (linkId: LinkId, epoch = 5): LinkOpening => ({ linkId, watcherId, epoch, iceServers: [] });
export const fact = (linkId: LinkId, stage: LinkFacts['stage'], more: Partial<LinkFacts> = {}): LinkFacts => ({
  linkId,
  epoch: 5,
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
  ...startState,
  signaling: { name: 'joined' },
  token,
  room: { phase, about },
  ...more,
});
export const joinedEvent = (phase: RoomPhase, more: { link?: LinkOpening; restored?: LinkId } = {}): WatcherEvent => ({
  on: 'joined',
  room: { protocol: 1, watcherId, token, phase, about, ...more },
});
export const open = (linkId: LinkId, epoch = 5) =>
  [
    { do: 'open-link', opening: opening(linkId, epoch) },
    { do: 'expect-picture', linkId, withinMs: 15_000 },
  ] as const;
export const close = (linkId: LinkId) => ({ do: 'close-link', linkId }) as const;
export const still = (linkId: LinkId) => ({ do: 'still-link', linkId }) as const;
export const replace = (linkId: LinkId, afterMs = 0) => ({ do: 'replace-link', linkId, afterMs }) as const;
export const show = (linkId: LinkId) => ({ do: 'show-link', linkId }) as const;

/** Closed, with its last picture on the stage. */
export const atRest = fact(oldId, 'still', { standing: 'given-up' });
export const playing = joinedIn('live', { link: fact(oldId, 'playing') });
export const replacing = joinedIn('live', { link: fact(oldId, 'playing'), next: fact(newId, 'opening') });
export const away = (state: WatcherState): WatcherState => ({ ...state, signaling: { name: 'lost' } });

export type Row = readonly [title: string, WatcherState, WatcherEvent, Step];
