/** Where a client of a room is, and how notices reach it there. */
import type { NoticeName, NoticePayload } from '@lectern/protocol';
import type { Cancel } from './clock.ts';
import type { Mailbox } from './mailbox.ts';
import type { Outlet } from './outlet.ts';

/** Connected, or its socket has gone and its return is awaited. */
export type Place =
  | { readonly kind: 'here'; readonly outlet: Outlet }
  | { readonly kind: 'awaited'; readonly missed: Mailbox; readonly cancel: Cancel };

export function notifyPlace<N extends NoticeName>(place: Place, name: N, payload: NoticePayload<N>): void {
  if (place.kind === 'here') place.outlet.notify(name, payload);
  else place.missed.add(name, payload);
}
