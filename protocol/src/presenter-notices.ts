/** Notices that the presenter alone receives: a part of `notices.ts`, which says more. */
import * as z from 'zod/mini';
import { HeardDecoders } from './decoders.ts';
import type { NoticeTable } from './notice-table.ts';
import { FanOut, FanOutReason, NeededLayers, RelayDigest } from './relay.ts';
import { StreamPhase } from './streams.ts';
import { Epoch, IceServer, LinkId, ReturnWithinMs, Round, RunEndReason, Sdp, WatcherId } from './values.ts';

export const presenterNotices = {
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
  /** The service has another address in its network, and the watch link with it. */
  'room:moved': { to: ['presenter'], payload: z.object({ watchUrl: z.string() }) },
  /** A prepared link has its watcher. */
  'link:claimed': { to: ['presenter'], payload: z.object({ linkId: LinkId, watcherId: WatcherId }) },
  'link:answered': {
    to: ['presenter'],
    payload: z.object({ linkId: LinkId, round: Round, sdp: Sdp, decodes: HeardDecoders }),
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
  /** What another program publishes has begun, stopped or ended; for an app that enters, how it is. */
  'stream:changed': { to: ['presenter'], payload: z.object({ phase: StreamPhase }) },
  'link:restart-requested': { to: ['presenter'], payload: z.object({ linkId: LinkId }) },
} as const satisfies NoticeTable;
