/** The way to one connected client, as a room sees it. A room knows nothing of sockets. */
import type { NoticeName, NoticePayload } from '@lectern/protocol';
import { MAX_MISSED_NOTICES } from '../policy.ts';
import type { Cancel } from './clock.ts';

export interface Outlet {
  notify<N extends NoticeName>(name: N, payload: NoticePayload<N>): void;
  /** Disconnects the client, which does not reconnect by itself. */
  close(): void;
}

/** Notices for a client whose socket has gone, delivered if it returns in time. */
export class MissedNotices {
  #deliveries: ((outlet: Outlet) => void)[] = [];

  add<N extends NoticeName>(name: N, payload: NoticePayload<N>): void {
    if (this.#deliveries.length < MAX_MISSED_NOTICES) this.#deliveries.push((outlet) => outlet.notify(name, payload));
  }

  deliver(outlet: Outlet): void {
    const deliveries = this.#deliveries;
    this.clear();
    for (const deliver of deliveries) deliver(outlet);
  }

  clear(): void {
    this.#deliveries = [];
  }
}

/** Where a client is: connected, or its socket has gone and its return is awaited. */
export type Place =
  | { readonly kind: 'here'; readonly outlet: Outlet }
  | { readonly kind: 'awaited'; readonly missed: MissedNotices; readonly cancel: Cancel };

export function notifyPlace<N extends NoticeName>(place: Place, name: N, payload: NoticePayload<N>): void {
  if (place.kind === 'here') place.outlet.notify(name, payload);
  else place.missed.add(name, payload);
}
