/** Notices travel service → client. Past-tense names; none is acknowledged. Read tolerantly: a newer service may add fields. */
import * as z from 'zod/mini';
import type { Role } from './handshake.ts';
import {
  Candidate,
  Epoch,
  IceServer,
  LinkCloseReason,
  LinkId,
  LinkOpening,
  RoomAbout,
  RoomPhase,
  Round,
  Sdp,
  Token,
  WatcherId,
} from './values.ts';

interface NoticeSpec {
  /** Who receives it. */
  readonly to: readonly Role[];
  readonly payload: z.ZodMiniType;
}

export const notices = {
  /** First word to a presenter: what to sign. `now` is the service's clock, from which a new run takes its epoch. */
  'presenter:challenged': {
    to: ['presenter'],
    payload: z.object({ protocol: z.number(), challenge: z.string(), now: Epoch }),
  },
  /** A newer run with the same key has taken the room over; the connection closes after this. */
  'presenter:replaced': { to: ['presenter'], payload: z.object({}) },
  /** How many watchers are in the room, whether or not they have a picture yet. */
  'watchers:changed': { to: ['presenter'], payload: z.object({ count: z.number() }) },

  /** First word to a watcher: all it needs, with its link and the prepared offer where there is one. */
  'room:joined': {
    to: ['watcher'],
    payload: z.object({
      protocol: z.number(),
      watcherId: WatcherId,
      token: Token,
      phase: RoomPhase,
      about: RoomAbout,
      link: z.optional(LinkOpening),
      /** The link that the watcher said it holds is its own again. */
      restored: z.optional(LinkId),
    }),
  },
  /** The presenter has removed this watcher; the connection closes after this. */
  'watcher:removed': { to: ['watcher'], payload: z.object({}) },
  'room:changed': { to: ['watcher'], payload: z.object({ phase: RoomPhase, about: RoomAbout }) },
  'token:renewed': { to: ['presenter', 'watcher'], payload: z.object({ token: Token }) },

  'link:opened': { to: ['presenter', 'watcher'], payload: LinkOpening },
  /** A prepared link has got its watcher. */
  'link:claimed': { to: ['presenter'], payload: z.object({ linkId: LinkId, watcherId: WatcherId }) },
  'link:offered': {
    to: ['watcher'],
    payload: z.object({ linkId: LinkId, round: Round, sdp: Sdp, iceServers: z.array(IceServer) }),
  },
  'link:answered': { to: ['presenter'], payload: z.object({ linkId: LinkId, round: Round, sdp: Sdp }) },
  'link:candidate-found': {
    to: ['presenter', 'watcher'],
    payload: z.object({ linkId: LinkId, round: Round, candidate: Candidate }),
  },
  'link:restart-requested': { to: ['presenter'], payload: z.object({ linkId: LinkId }) },
  'link:closed': {
    to: ['presenter', 'watcher'],
    payload: z.object({ linkId: LinkId, reason: z.catch(LinkCloseReason, 'lost') }),
  },
} as const satisfies Record<string, NoticeSpec>;

export type NoticeName = keyof typeof notices;
export type NoticePayload<N extends NoticeName> = z.infer<(typeof notices)[N]['payload']>;
