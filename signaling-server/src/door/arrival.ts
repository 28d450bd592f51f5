/** Reads from a WebSocket's address who arrives. It proves nothing: the handshake is checked again. */
import type { IncomingMessage } from 'node:http';
import { ARRIVAL_PARAMETER, arrivals, type Arrival } from '@lectern/protocol';

/** A client that says nothing counts as a new watcher. */
export function arrivalIn({ url = '' }: Pick<IncomingMessage, 'url'>): Arrival {
  const said = new URLSearchParams(url.slice(url.indexOf('?') + 1)).get(ARRIVAL_PARAMETER);
  return arrivals.find((arrival) => arrival === said) ?? 'new-watcher';
}
