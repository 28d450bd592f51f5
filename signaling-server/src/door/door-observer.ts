/**
 * What the figures of the service count at the doors. Counts only: no address, room or id reaches
 * an observer, and every value is one of a closed set.
 */
import type { Arrival, ErrorCode, RequestName, Role } from '@lectern/protocol';

/** Limits that end or refuse a connection. Those that refuse a request show as its outcome. */
export const limits = [
  'tcp-connections-per-address',
  'tcp-connections',
  'connections-per-minute',
  'sockets-per-address',
  'waiting-bytes',
  'unknown-rooms',
  'watchers-per-connection',
  'unread-bytes',
  'messages',
  'message-length',
  'handshakes',
  'unknown-events',
] as const;
export type Limit = (typeof limits)[number];

/** `seat`: it is in. `awaited-room`, `lobby`: a watcher that waits until it may be. */
export const entries = ['seat', 'awaited-room', 'lobby'] as const;
export type JoinOutcome = (typeof entries)[number] | ErrorCode;

/** How a sign-in with the identity provider ends. */
export const signInOutcomes = [
  'ok',
  'bad-request',
  'unauthorized',
  'sign-in-refused',
  'provider-unreachable',
  'too-many',
  'internal',
] as const;
export type SignInOutcome = (typeof signInOutcomes)[number];

export interface DoorObserver {
  /** A handshake has been decided. */
  handshaken(role: Role | 'unknown', outcome: JoinOutcome): void;
  /** A client that was admitted has a socket, or has one no longer. */
  socketOpened(role: Role): void;
  socketClosed(role: Role): void;
  requested(name: RequestName, outcome: 'ok' | ErrorCode): void;
  limitHit(limit: Limit): void;
  refusedForLoad(arrival: Arrival): void;
  signedIn(outcome: SignInOutcome): void;
}

/** For connections that no figures are kept of: the service's own. */
export const unseen: DoorObserver = {
  handshaken: () => undefined,
  socketOpened: () => undefined,
  socketClosed: () => undefined,
  requested: () => undefined,
  limitHit: () => undefined,
  refusedForLoad: () => undefined,
  signedIn: () => undefined,
};
