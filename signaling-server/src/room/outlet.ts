/** The way to one connected client, as a room sees it. A room knows nothing of sockets. */
import type { NoticeName, NoticePayload } from '@lectern/protocol';
import type { Cancel } from './clock.ts';
import type { Mailbox } from './mailbox.ts';

export interface Outlet {
  notify<N extends NoticeName>(name: N, payload: NoticePayload<N>): void;
  /** Disconnects the client, which does not reconnect by itself. */
  close(): void;
}

/** Where a client is: connected, or its socket has gone and its return is awaited. */
export type Place =
  | { readonly kind: 'here'; readonly outlet: Outlet }
  | { readonly kind: 'awaited'; readonly missed: Mailbox; readonly cancel: Cancel };

export function notifyPlace<N extends NoticeName>(place: Place, name: N, payload: NoticePayload<N>): void {
  if (place.kind === 'here') place.outlet.notify(name, payload);
  else place.missed.add(name, payload);
}
