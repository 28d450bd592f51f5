/** What a client of the signaling service is made with. */
import type { Handshake, NoticeName, NoticePayload, ProtocolTable, SignalingError } from '@lectern/protocol';
import type { EarlySocket } from './early-transport.ts';

export type NoticeListeners = { readonly [N in NoticeName]?: (payload: NoticePayload<N>) => void };

export interface SignalingClientOptions {
  /** The address of the service, perhaps with a path. */
  readonly url: string;
  /** Of the room, for a balancer; none where the page has none. */
  readonly roomHint?: string | undefined;
  /** A WebSocket to the service that the page has opened already: the first attempt uses it. */
  readonly early?: EarlySocket | undefined;
  /** Called for each attempt. */
  readonly handshake: () => Handshake;
  /** What it may send and receive. */
  readonly table: ProtocolTable;
  readonly notices: NoticeListeners;
  /**
   * Whether this client misses nothing when it returns late after a lost connection, within the
   * time that the service has named. Without it, it never misses anything.
   */
  readonly mayReturnLate?: () => boolean;
  /**
   * Whether a connection on which nothing has arrived for a while is asked for a sign of life:
   * others depend on it.
   */
  readonly isWatchful?: () => boolean;
  /**
   * The connection is lost, or an attempt to connect has failed. The next attempt follows by
   * itself.
   */
  readonly onDisconnected: () => void;
  /**
   * The service has refused the handshake. No attempt follows until `retry()` is called, no sooner
   * than after `waitMs` where the error has one.
   */
  readonly onRefused: (error: SignalingError) => void;
}
