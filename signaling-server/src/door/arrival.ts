/** Reads what the WebSocket's address says. It proves nothing: the handshake is checked again. */
import type { IncomingMessage } from 'node:http';
import { ARRIVAL_PARAMETER, arrivals, ROOM_HINT_PARAMETER, SignalingError, type Arrival } from '@lectern/protocol';

type Addressed = Pick<IncomingMessage, 'url'>;

/** Most addresses have no `arrival`, and looking for the name costs less than parsing. */
const parameter = ({ url = '' }: Addressed, name: string): string | null =>
  url.includes(name) ? new URLSearchParams(url.slice(url.indexOf('?') + 1)).get(name) : null;

/** A client that says nothing counts as a new watcher. */
export function arrivalIn(request: Addressed): Arrival {
  const said = parameter(request, ARRIVAL_PARAMETER);
  return arrivals.find((arrival) => arrival === said) ?? 'new-watcher';
}

/**
 * Where a balancer goes by the hint, a client without one might never reach the instance that has
 * its room. Throws `client-too-old`.
 */
export function checkHint(request: Addressed, { balancerUrl }: { readonly balancerUrl: string | null }): void {
  if (balancerUrl === null || parameter(request, ROOM_HINT_PARAMETER) !== null) return;
  throw new SignalingError('client-too-old', 'several instances run here, and the address has no hint of the room');
}
