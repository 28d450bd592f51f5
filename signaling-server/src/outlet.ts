/** The way to one connected client, as the rooms see it: they know nothing of sockets. */
import type { NoticeName, NoticePayload } from '@lectern/protocol';
import type { Cancel } from './clock.ts';

export interface Outlet {
  notify<N extends NoticeName>(name: N, payload: NoticePayload<N>): void;
  close(): void;
}

/** What a client whose socket has just gone is still to be told, if it comes back in time. */
export class Mailbox {
  /** More than any one client is owed in a grace time; the rest can be asked for again. */
  static readonly #CAPACITY = 1024;
  #letters: ((outlet: Outlet) => void)[] = [];

  put<N extends NoticeName>(name: N, payload: NoticePayload<N>): void {
    if (this.#letters.length < Mailbox.#CAPACITY) this.#letters.push((outlet) => outlet.notify(name, payload));
  }

  empty(into?: Outlet): void {
    const letters = this.#letters;
    this.#letters = [];
    if (into !== undefined) for (const deliver of letters) deliver(into);
  }
}

/** A client is here, or its socket has gone and its return is awaited. */
export type Place =
  | { readonly kind: 'here'; readonly outlet: Outlet }
  | { readonly kind: 'awaited'; readonly mailbox: Mailbox; readonly cancel: Cancel };

/** Hands a notice to whoever has this place. False where nobody will ever read it. */
export function tell<N extends NoticeName>(
  place: Place | { readonly kind: 'away' | 'gone' },
  name: N,
  payload: NoticePayload<N>,
): boolean {
  if (place.kind === 'here') place.outlet.notify(name, payload);
  else if (place.kind === 'awaited') place.mailbox.put(name, payload);
  else return false;
  return true;
}
