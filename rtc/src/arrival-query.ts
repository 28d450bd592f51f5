/** What the address of a connection says about its client, for balancers and busy services. */
import { ARRIVAL_PARAMETER, arrivalOf, ROOM_HINT_PARAMETER, type Handshake } from '@lectern/protocol';

/**
 * The address ends up the same as that of the WebSocket which the page opens before its core is
 * loaded: the hint comes first, and a new watcher says no more.
 */
export function arrivalQuery(
  roomHint: string | undefined,
  { role, token }: Handshake,
): Readonly<Record<string, string>> {
  const arrival = arrivalOf(role, token !== undefined);
  return {
    ...(roomHint === undefined ? {} : { [ROOM_HINT_PARAMETER]: roomHint }),
    ...(arrival === 'new-watcher' ? {} : { [ARRIVAL_PARAMETER]: arrival }),
  };
}
