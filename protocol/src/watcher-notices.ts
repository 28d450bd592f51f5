/** Notices that watchers receive, or both roles: a part of `notices.ts`, which says more. */
import * as z from 'zod/mini';
import type { NoticeTable } from './notice-table.ts';
import { SaidMessage } from './link-messages.ts';
import {
  Candidate,
  IceServer,
  LinkCloseReason,
  LinkId,
  LinkOpening,
  ReturnWithinMs,
  RoomAbout,
  RoomPhase,
  Round,
  Sdp,
  Token,
  WatcherId,
} from './values.ts';

/**
 * The service has restarted and does not know about the room until its presenter is back: a watcher
 * goes by what it knows.
 */
const Rebuilt = z.catch(z.optional(z.boolean()), undefined);

/** With the phase `ended`: the people who run the service have ended it, not its presenter. */
const EndedByService = z.catch(z.optional(z.boolean()), undefined);

export const watcherNotices = {
  /** The room is not open yet. `room:joined` follows on the same connection when it is. */
  'room:awaited': {
    to: ['watcher'],
    payload: z.object({ protocol: z.number(), returnWithinMs: ReturnWithinMs }),
  },
  /**
   * The watcher waits for the presenter to let it in. `room:joined` follows on the same connection.
   * The token keeps its place, and opens nothing.
   */
  'lobby:entered': {
    to: ['watcher'],
    payload: z.object({ protocol: z.number(), token: Token, about: RoomAbout, returnWithinMs: ReturnWithinMs }),
  },
  /**
   * The first notice to a watcher in its room, with its link and the prepared offer if there is
   * one.
   */
  'room:joined': {
    to: ['watcher'],
    payload: z.object({
      protocol: z.number(),
      watcherId: WatcherId,
      token: Token,
      phase: RoomPhase,
      about: RoomAbout,
      rebuilt: Rebuilt,
      endedByService: EndedByService,
      returnWithinMs: ReturnWithinMs,
      link: z.optional(LinkOpening),
      /** Confirms the link that the watcher said it holds. */
      restored: z.optional(LinkId),
    }),
  },
  /** The presenter has removed this watcher; the connection closes after this. */
  'watcher:removed': { to: ['watcher'], payload: z.object({}) },
  'room:changed': {
    to: ['watcher'],
    payload: z.object({ phase: RoomPhase, about: RoomAbout, rebuilt: Rebuilt, endedByService: EndedByService }),
  },
  /**
   * The service is being stopped, and closes this connection within `withinMs`. Another one, or the
   * same one again, takes its place.
   */
  'service:leaving': {
    to: ['presenter', 'watcher'],
    payload: z.object({ withinMs: z.catch(z.number().check(z.gte(0)), 0), returnWithinMs: ReturnWithinMs }),
  },
  'token:renewed': {
    to: ['presenter', 'watcher'],
    payload: z.object({ token: Token, returnWithinMs: ReturnWithinMs }),
  },

  /**
   * The service has many more clients than when this one came: after a lost connection it returns
   * within this time.
   */
  'return:changed': { to: ['presenter', 'watcher'], payload: z.object({ returnWithinMs: ReturnWithinMs }) },

  'link:opened': { to: ['presenter', 'watcher'], payload: LinkOpening },
  'link:offered': {
    to: ['watcher'],
    payload: z.object({ linkId: LinkId, round: Round, sdp: Sdp, iceServers: z.array(IceServer) }),
  },
  'link:candidate-found': {
    to: ['presenter', 'watcher'],
    payload: z.object({ linkId: LinkId, round: Round, candidate: Candidate }),
  },
  /** The other end has said it with `link:say`; from the presenter, also by its publishing link. */
  'link:said': {
    to: ['presenter', 'watcher'],
    payload: z.object({ linkId: LinkId, message: SaidMessage }),
  },
  /**
   * Fresh credentials for the ICE servers of a claimed link, at half of the time of the last ones.
   * Both ends take them over at once, without a round.
   */
  'link:ice-renewed': {
    to: ['presenter', 'watcher'],
    payload: z.object({ linkId: LinkId, iceServers: z.array(IceServer) }),
  },
  'link:closed': {
    to: ['presenter', 'watcher'],
    payload: z.object({ linkId: LinkId, reason: z.catch(LinkCloseReason, 'lost') }),
  },
} as const satisfies NoticeTable;
