/** What a link's end makes of the ICE servers that the service offers. */
import type { IceServer } from '@lectern/protocol';

const isTurn = (url: string): boolean => /^turns?:/.test(url);

export const hasTurn = (servers: readonly IceServer[]): boolean => servers.some(({ urls }) => urls.some(isTurn));

export const stunUrlsOf = (servers: readonly IceServer[]): readonly string[] =>
  servers.flatMap(({ urls }) => urls.filter((url) => !isTurn(url)));

export interface TurnUse {
  /**
   * A peer connection allocates at every TURN address that it has, keeps that until it is closed,
   * and needs it only where no direct path is found (ADR 26).
   */
  readonly withTurn: boolean;
  /**
   * Sends nothing and receives nothing except through TURN, so the other end never sees an address.
   */
  readonly turnOnly: boolean;
}

/** The configuration of a link's peer connection. */
export function linkConfiguration(
  servers: readonly IceServer[],
  { withTurn, turnOnly }: TurnUse = { withTurn: false, turnOnly: false },
): RTCConfiguration {
  const stun = stunUrlsOf(servers);
  const direct = stun.length > 0 ? [{ urls: [...stun] }] : [];
  return {
    iceServers: withTurn || turnOnly ? [...servers] : direct,
    iceTransportPolicy: turnOnly ? 'relay' : 'all',
    bundlePolicy: 'max-bundle',
  };
}
