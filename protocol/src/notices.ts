/**
 * Notices travel from the service to a client. Past-tense names; never acknowledged. Unknown fields
 * of a newer service are ignored.
 */
import * as z from 'zod/mini';
import { HeardDecoders } from './decoders.ts';
import type { Role } from './handshake.ts';
import { FanOut, FanOutReason, NeededLayers, RelayDigest, SaidMessage } from './relay.ts';
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
  RunEndReason,
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

/**
 * Within how many milliseconds to return after a lost connection, so that all clients of an
 * instance do not return in one moment. Each picks a random time. Missing from an older service.
 */
const ReturnWithinMs = z.catch(z.optional(z.number().check(z.gte(0))), undefined);

interface NoticeSpec {
  /** Who receives it. */
  readonly to: readonly Role[];
  readonly payload: z.ZodMiniType;
}

export const notices = {
  /**
   * The first notice to a presenter: what to sign. A new run takes its epoch from `now`, the
   * service's clock, unless it knows of a run with a larger one.
   */
  'presenter:challenged': {
    to: ['presenter'],
    payload: z.object({ protocol: z.number(), challenge: z.string(), now: Epoch, returnWithinMs: ReturnWithinMs }),
  },
  /** A newer run with the same key has taken over the room; the connection closes after this. */
  'presenter:replaced': {
    to: ['presenter'],
    /** `epoch`: of the newer run. A run that takes the room back must exceed it. */
    payload: z.object({ epoch: z.catch(z.optional(Epoch), undefined) }),
  },
  /**
   * The service has ended this run, and the connection closes after this. Only a later run can open
   * the room.
   */
  'run:ended': { to: ['presenter'], payload: z.object({ reason: z.catch(RunEndReason, 'admin') }) },
  /** The number of seats taken, with or without a picture. */
  'watchers:changed': { to: ['presenter'], payload: z.object({ count: z.number() }) },

  /**
   * Who waits in the lobby: how many, and the first of them in the order in which they came.
   */
  'lobby:changed': {
    to: ['presenter'],
    payload: z.object({ count: z.number(), waiting: z.array(WatcherId) }),
  },
  /** Many wrong passcodes were tried. For a while each address has fewer tries. */
  'passcode:guessed': {
    to: ['presenter'],
    payload: z.object({ wrong: z.number(), slowedForMs: z.number() }),
  },

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
  /** The service has another address in its network, and the watch link with it. */
  'room:moved': { to: ['presenter'], payload: z.object({ watchUrl: z.string() }) },
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
  /** A prepared link has its watcher. */
  'link:claimed': { to: ['presenter'], payload: z.object({ linkId: LinkId, watcherId: WatcherId }) },
  'link:offered': {
    to: ['watcher'],
    payload: z.object({ linkId: LinkId, round: Round, sdp: Sdp, iceServers: z.array(IceServer) }),
  },
  'link:answered': {
    to: ['presenter'],
    payload: z.object({ linkId: LinkId, round: Round, sdp: Sdp, decodes: HeardDecoders }),
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
   * The presenter is asked to publish to the relay over this link: it offers, and the relay
   * answers.
   */
  'link:publish-requested': {
    to: ['presenter'],
    payload: z.object({
      linkId: LinkId,
      epoch: Epoch,
      iceServers: z.array(IceServer),
      turnOnly: z.catch(z.optional(z.boolean()), undefined),
    }),
  },
  /** Where the room's links are opened from, and why. */
  'fan-out:changed': {
    to: ['presenter'],
    payload: z.object({ fanOut: FanOut, reason: z.catch(z.optional(FanOutReason), undefined) }),
  },
  /** What has to be sent on the publishing link, apart from the sound. */
  'layers:requested': { to: ['presenter'], payload: z.object({ layers: z.array(NeededLayers) }) },
  'relay:reported': { to: ['presenter'], payload: RelayDigest },
  /**
   * Fresh credentials for the ICE servers of a claimed link, at half of the time of the last ones.
   * Both ends take them over at once, without a round.
   */
  'link:ice-renewed': {
    to: ['presenter', 'watcher'],
    payload: z.object({ linkId: LinkId, iceServers: z.array(IceServer) }),
  },
  'link:restart-requested': { to: ['presenter'], payload: z.object({ linkId: LinkId }) },
  'link:closed': {
    to: ['presenter', 'watcher'],
    payload: z.object({ linkId: LinkId, reason: z.catch(LinkCloseReason, 'lost') }),
  },
} as const satisfies Record<string, NoticeSpec>;

export type NoticeName = keyof typeof notices;
export type NoticePayload<N extends NoticeName> = z.infer<(typeof notices)[N]['payload']>;
