/** The values in signaling messages, each as a schema and its type. */
import * as z from 'zod/mini';

const textOf = (maxLength: number) => z.string().check(z.maxLength(maxLength));

/**
 * The address of a service, as `URL` writes it: scheme, host, port unless it is the scheme's, and a
 * path without a slash at the end where the service has one. `https://example.org/lectern`.
 */
export const ServiceUrl = z
  .string()
  .check(z.maxLength(512), z.regex(/^https?:\/\/([\w.-]+|\[[\da-f:.]+\])(:\d{1,5})?(\/[\w.~%!$&'()*+,;=:@-]+)*$/));

/** Hash of the room's public key in Lectern's base 32 (100 bits), see `room-key.ts`. */
export const RoomId = z
  .string()
  .check(z.regex(/^[a-km-np-z2-9]{20}$/))
  .brand<'RoomId'>();
export type RoomId = z.infer<typeof RoomId>;

const serverIssuedId = z.string().check(z.regex(/^[\w-]{22}$/));

/** 128 random bits, base64url; issued by the service. */
export const LinkId = serverIssuedId.brand<'LinkId'>();
export type LinkId = z.infer<typeof LinkId>;

/** 128 random bits, base64url; issued by the service. */
export const WatcherId = serverIssuedId.brand<'WatcherId'>();
export type WatcherId = z.infer<typeof WatcherId>;

/**
 * One run of a presenter: milliseconds since 1970 on the service's clock when the run began. Of two
 * presenters with a room's key, the one with the larger epoch wins.
 */
export const Epoch = z.number().check(z.int(), z.gte(0));
export type Epoch = z.infer<typeof Epoch>;

/** One offer/answer exchange of a link, counted from 1. */
export const Round = z.number().check(z.int(), z.gte(1));
export type Round = z.infer<typeof Round>;

/**
 * A session description, opaque to the service. A link's is about 5 KB; the cap allows for many
 * candidates.
 */
export const Sdp = z.string().check(z.minLength(1), z.maxLength(32_768));

/**
 * One ICE candidate as `RTCIceCandidate.toJSON()` gives it; an empty `candidate` marks the end of
 * the round's candidates.
 */
export const Candidate = z.object({
  candidate: textOf(1024),
  sdpMid: z.optional(z.nullable(textOf(32))),
  sdpMLineIndex: z.optional(z.nullable(z.number().check(z.int(), z.gte(0), z.lte(64)))),
  usernameFragment: z.optional(z.nullable(textOf(256))),
});
export type Candidate = z.infer<typeof Candidate>;

/** As `RTCIceServer`. Credentials are valid for minutes. */
export const IceServer = z.object({
  urls: z.array(textOf(512)),
  username: z.exactOptional(z.string()),
  credential: z.exactOptional(z.string()),
});
export type IceServer = z.infer<typeof IceServer>;

/**
 * A JWT of the service, valid for minutes: its bearer is the watcher or presenter that it names.
 */
export const Token = z.string().check(z.minLength(16), z.maxLength(2048));

/**
 * The phase of a room. `waiting`: opened, not yet live · `live` · `away`: its presenter's signaling
 * is gone, its media may still flow · `ended`: stopped; the same presenter may go live again.
 */
export const RoomPhase = z.enum(['waiting', 'live', 'away', 'ended']);
export type RoomPhase = z.infer<typeof RoomPhase>;

/**
 * What watchers read about a room. Shown as text, never as markup. `withdrawn`: its presenter has
 * given out another link, and nothing will be shown at this one.
 */
export const RoomAbout = z.object({
  title: textOf(80),
  presenter: textOf(60),
  withdrawn: z.exactOptional(z.literal(true)),
});
export type RoomAbout = z.infer<typeof RoomAbout>;

/** Proof that a presenter holds the room's key, see `room-key.ts`. Both base64url. */
export const RoomProof = z.strictObject({
  /** ECDSA P-256 public key, uncompressed point (65 bytes). */
  publicKey: z.string().check(z.regex(/^[\w-]{87}$/)),
  /** ECDSA with SHA-256 over `proofText()`, r‖s (64 bytes). */
  signature: z.string().check(z.regex(/^[\w-]{86}$/)),
});
export type RoomProof = z.infer<typeof RoomProof>;

/**
 * Why the service ended a run of a room: its admin ended this room, or took back the presenter key
 * (or the permission of the person) with which it was opened.
 */
export const RunEndReason = z.enum(['admin', 'revoked']);
export type RunEndReason = z.infer<typeof RunEndReason>;

/** Why a link ended. */
export const LinkCloseReason = z.enum([
  'ended', // the presenter stopped
  'left', // the watcher left
  'lost', // the other end's signaling stayed away too long; media that still flows may go on
  'replaced', // another link takes its place
  'removed', // the presenter has removed the watcher
  'expired', // a prepared link that no watcher claimed
]);
export type LinkCloseReason = z.infer<typeof LinkCloseReason>;

/** An offer waiting for a watcher, with the candidates found so far. */
export const WaitingOffer = z.object({ round: Round, sdp: Sdp, candidates: z.array(Candidate) });
export type WaitingOffer = z.infer<typeof WaitingOffer>;

/** A new link, as either end receives it. */
export const LinkOpening = z.object({
  linkId: LinkId,
  watcherId: WatcherId,
  epoch: Epoch,
  iceServers: z.array(IceServer),
  /**
   * Since version 3: the presenter wants no end to see an address of the other. Each end uses TURN
   * only.
   */
  turnOnly: z.catch(z.optional(z.boolean()), undefined),
  /** Present if the presenter had prepared the link. */
  offer: z.optional(WaitingOffer),
});
export type LinkOpening = z.infer<typeof LinkOpening>;

/** A link that a presenter still holds, reported to a service that may have restarted. */
export const HeldLink = z.strictObject({ linkId: LinkId, watcherId: WatcherId });
export type HeldLink = z.infer<typeof HeldLink>;

/** How a link's media travels: directly, through a TURN server, or through the relay. */
export const Route = z.enum(['direct', 'turn', 'relay']);
export type Route = z.infer<typeof Route>;

/** How an end of a link reaches its TURN server. */
export const TurnTransport = z.enum(['udp', 'tcp', 'tls']);
export type TurnTransport = z.infer<typeof TurnTransport>;

/**
 * Why an end of a link goes through a TURN server: its room wants that, UDP does not leave its
 * network, or ICE has found no direct path.
 */
export const TurnReason = z.enum(['turn-only', 'udp-blocked', 'no-direct-path']);
export type TurnReason = z.infer<typeof TurnReason>;

const count = (most: number) => z.number().check(z.int(), z.gte(0), z.lte(most));

/** How the first picture of one watcher came. */
export const FirstPicture = z.strictObject({
  linkId: LinkId,
  /** From the opening of the watcher's first link to its first picture, in milliseconds. */
  afterMs: count(3_600_000),
  route: Route,
});
export type FirstPicture = z.infer<typeof FirstPicture>;

/** What a presenter knows of its uplink. */
export const UplinkReport = z.strictObject({
  /** What it is known to carry; null while nothing limits it. */
  carriesKbps: z.nullable(z.number().check(z.gte(0), z.lte(100_000_000))),
  /** What one watcher's link needs for the best layer. */
  linkKbps: z.number().check(z.gte(0), z.lte(1_000_000)),
});
export type UplinkReport = z.infer<typeof UplinkReport>;

/** What a presenter sees of its room's links: counts only. */
export const RoomReport = z.strictObject({
  /** Links connected now that run directly, as far as their watchers have said. */
  direct: count(100_000),
  /** Links connected now that run through a TURN server. */
  turn: count(100_000),
  /** Links that were interrupted and connected again, since the last report. */
  recoveries: count(100_000),
  /** Freezes of the picture that watchers have reported, since the last report. */
  freezes: count(1_000_000),
  /** By it the service decides whether the room needs the relay. */
  uplink: z.optional(UplinkReport),
});
export type RoomReport = z.infer<typeof RoomReport>;

/**
 * Within how many milliseconds to return after a lost connection, so that all clients of an
 * instance do not return in one moment. Each picks a random time. Missing from an older service.
 */
export const ReturnWithinMs = z.catch(z.optional(z.number().check(z.gte(0))), undefined);
