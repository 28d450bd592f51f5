/** Every delay and limit of the relay and its Janus nodes: a part of `policy.ts`, which says more. */

export const relay = {
  /** An attempt that takes longer has failed: the nodes are in the same network. */
  connectWithinMs: 1_000,
  /** Most answers take a millisecond. An offer waits for Janus to gather its candidates, without a STUN server. */
  answerWithinMs: 2_000,
  /** Between two looks whether a node answers: a process that hangs closes no socket. */
  pingEveryMs: 500,
  /** Janus answers a ping in well under a millisecond. */
  pongWithinMs: 1_000,
  /** Between two attempts to reach a node. Janus is up again within 100 ms, and pictures stand still meanwhile. */
  retryMs: { first: 50, longest: 400 },
  /** Before a node that must not be used is tried again: an admin has to change something first. */
  refusedRetryMs: 5_000,
  /** Janus ends a session that says nothing for a minute (`session_timeout` in `build/janus`). */
  keepAliveMs: 25_000,
  /** The longest message is an offer of some ten kilobytes, or a list of all rooms of a node. */
  maxMessageBytes: 4_194_304,
  /** Between two looks at a node that works: what was changed without the service is put right. */
  lookEveryMs: 10_000,
  /** Each look shows what the steps before it have made, such as ports. More rounds than these do not help. */
  rounds: 4,
  /** After a round in which a step has failed. */
  againMs: 1_000,
  /**
   * A room of nobody is removed after this time: presenters are back within seconds of a restart, and Janus
   * keeps the handles of an old session for a minute.
   */
  leftoverMs: 90_000,
  /**
   * A watcher falls to a lower layer after this time without a packet of its own. Janus falls after 250 ms by
   * default, and asks for a key frame each time, also where a still scene or a busy presenter pauses that long.
   */
  fallbackMs: 2_000,
  /**
   * Between two requests for a key frame of one layer: Janus passes on one a second, and loses those that come
   * sooner. Two may reach it closer together than they were sent.
   */
  keyFrameMs: 1_100,
  /**
   * A room that has no origin or no edge for so long goes back to direct links. Janus is up again
   * within a second.
   */
  lostAfterMs: 3_000,
  /**
   * A service that has just started has reached its nodes by then, also on a busy machine. Links from
   * before go on meanwhile, and a watcher whose link does not asks for another one itself.
   */
  resumeWithinMs: 15_000,
  /** Between two digests of what a room's watchers at the relay report. */
  digestMs: 3_000,
  /** Watchers that a digest names, with their reports: more than a person looks at. */
  digestNamed: 100,
  /** How a watcher's layer is chosen from its reports. */
  layers: {
    /** Reports, which come every two seconds, are about the new layer by then. */
    settlesMs: 4_000,
    /** A layer that was kept for so long without a freeze is what the line carries. */
    provenMs: 60_000,
    /** The presenter sends a layer on for so long after the last watcher has left it. */
    unneededMs: 30_000,
  },
  /** A node that the service starts answers by then, also on a busy machine, or it is started once more. */
  startedWithinMs: 10_000,
  /** One that has answered, and has said nothing since, is ended and started once more. */
  hangsAfterMs: 2_000,
  /** Between two starts of a program that ends at once. */
  restartMs: { first: 100, longest: 5_000 },
  /** A program that opens a stream has a connection by then, also where it gathers candidates slowly. */
  streamConnectMs: 30_000,
  /** An encoder that has lost its connection is back by then, and players need not begin again. */
  streamIdleMs: 30_000,
  /** Streams opened from one address, by WHIP or by WHEP. A player that has lost its own tries every few seconds. */
  offersPerMinute: 30,
  /** Wrong tokens from one address. */
  wrongTokensPerMinute: 10,
};

export type RelayPolicy = Readonly<typeof relay>;
