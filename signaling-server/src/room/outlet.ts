/** The way to one connected client, as a room sees it. A room knows nothing of sockets. */
import type { NoticeName, NoticePayload, PasscodeGeneration } from '@lectern/protocol';

export interface Outlet {
  notify<N extends NoticeName>(name: N, payload: NoticePayload<N>): void;
  /** The room has another passcode and its client stays: it needs a token of this generation. */
  renewToken(generation: PasscodeGeneration): void;
  /** Disconnects the client, which does not reconnect by itself. */
  close(): void;
}

/** Sends one notice to many clients. */
export type NotifyAll = <N extends NoticeName>(outlets: readonly Outlet[], name: N, payload: NoticePayload<N>) => void;
