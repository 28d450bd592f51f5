/** The delays, paces and limits of one room: a part of `policy.ts`, which says more. */
import type { Pace } from '@lectern/protocol';

/** Limits of the notices kept for an absent client. */
export interface MailboxLimits {
  readonly bytes: number;
  readonly candidatesPerLink: number;
}

export const room = {
  /**
   * A presenter's reconnect within this time goes unnoticed by watchers. A reconnect takes well
   * under a second.
   */
  presenterGraceMs: 2_000,
  /** A room without its presenter ends after this time: long enough to restart a computer. */
  presenterGoneMs: 600_000,
  /**
   * A room without its presenter is forgotten after this time, also with watchers in it: otherwise
   * one idle watcher would hold it for ever. A lecture's break is shorter.
   */
  abandonedMs: 3_600_000,
  /**
   * A watcher without its socket keeps its seat and link this long. The client's retries all fall
   * within it.
   */
  watcherGraceMs: 30_000,
  /**
   * An unclaimed prepared link expires after this time: its candidates and TURN credentials grow
   * old.
   */
  preparedMs: 120_000,
  /** Prepared links of one offering end. The app keeps two. */
  preparedPerEnd: 8,
  /**
   * Candidates of one end in one round of a link. A machine with many interfaces gathers about half
   * as many.
   */
  candidatesPerRound: 64,
  /** Kept for a watcher without its socket: the offer and the candidates of its one link. */
  watcherMailbox: { bytes: 262_144, candidatesPerLink: 64 } satisfies MailboxLimits,
  /** Kept for a presenter within its grace time: answers of a hundred watchers that join then. */
  presenterMailbox: { bytes: 1_048_576, candidatesPerLink: 64 } satisfies MailboxLimits,
  /**
   * Links opened for one watcher in a minute, no matter which end asked: each costs the presenter a
   * peer connection.
   */
  linksPerMinute: 30,
  /**
   * Links opened in one room: fifty at once, so that a small class has its picture at once, then as
   * many a second as a presenter's machine can set up beside its encoding.
   */
  linkOpenings: { burst: 50, perSecond: 20 } satisfies Pace,
  /**
   * Changes by a room's presenter (start, stop, description): its watchers are notified of each.
   */
  roomChanges: { burst: 5, perSecond: 5 } satisfies Pace,
  /** Reports by a room's presenter, which come every ten seconds. */
  roomReports: { burst: 3, perSecond: 0.2 } satisfies Pace,
  /** Changes of a room and of its number of watchers, closer together than this, are one notice. */
  noticeIntervalMs: 100,
  /** From this share of its seats on, a room takes seats back from those that do not answer. */
  nearlyFull: 0.9,
  /** A watcher answers an offer in well under a second. By then it is not going to. */
  answerWithinMs: 10_000,
  /** So many watchers of one address may leave their offers unanswered: slow or broken devices. */
  unansweredPerAddress: 8,
  /** Restarts one watcher may request in a minute: each costs the presenter a round. */
  restartsPerMinute: 30,
  /**
   * Watchers that have two links at a time while a room moves: the presenter's line carries what it
   * did before, and the publishing link.
   */
  movedAtOnce: 4,
  /** A watcher that has no picture by then is not waited for by the next ones. */
  movingForMs: 10_000,
  /** For so long a room waits for the presenter to publish again, then its links are direct. */
  relayLostMs: 3_000,
  /** How a room that has outgrown its presenter's uplink is told from one that fits. */
  uplinkNeed: {
    /** Reports come every ten seconds: two of them. */
    outgrownAfterMs: 10_000,
    /** People come and go; a room that moves every minute would disturb them. */
    fitsAfterMs: 60_000,
    /** Only what needs less than this share of the uplink goes back. */
    fitsBelow: 0.7,
  },
  /** Between two requests to publish, where none comes about: UDP may not reach the relay. */
  publishAgainMs: { first: 1_000, longest: 60_000 },
  /** What one watcher may say in a minute on links without a data channel: thirty are reports. */
  saidPerMinute: 120,
  /**
   * Wrong passcodes of one address in a minute, for one room. A person mistypes once or twice;
   * at this rate half of all six-digit passcodes take ten weeks.
   */
  wrongPasscodesPerMinute: 5,
  /** Wrong passcodes of all addresses together in a minute: more than a class that mistypes. */
  wrongPasscodesOfRoom: 60,
  /** Beyond that each address has fewer tries, for this long after. */
  wrongPasscodesWhileSlowed: 1,
  slowedForMs: 600_000,
  /**
   * Ids of waiting watchers that one notice to the presenter names: more than a person looks at.
   */
  lobbyNamed: 100,
  /** While some wait, their presenter is notified of them this often: nobody would miss a notice that was lost. */
  lobbyRepeatedMs: 10_000,
  /**
   * How far a presenter's epoch may be ahead of the service's clock. Epochs come from that clock,
   * so more than this is a mistake.
   */
  epochAheadMs: 60_000,
  /**
   * How far an epoch may be ahead of the room's own instead. The clock may have been set back since
   * the room was opened, and the owner must still get in.
   */
  epochStepMs: 86_400_000,
};

export type RoomPolicy = Readonly<typeof room>;
