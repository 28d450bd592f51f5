/** A client of a room, by the outlet that speaks for it. */
import type { WatcherId } from '@lectern/protocol';
import type { Outlet } from './outlet.ts';

export type Member =
  | { readonly role: 'presenter'; readonly outlet: Outlet }
  | { readonly role: 'watcher'; readonly watcherId: WatcherId; readonly outlet: Outlet };
