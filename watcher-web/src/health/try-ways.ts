/**
 * Tries the ways out of this network at the same time, when no path was found: UDP, and each kind
 * of TURN address by an allocation, which is given up at once.
 */
import type { IceServer } from '@lectern/protocol';
import { errorName } from '@lectern/rtc';
import loglevel from 'loglevel';
import { WAY_TIMEOUT_MS } from '../policy.ts';
import type { WatcherSession } from '../session/watcher-session.ts';
import type { TriedWays, Way } from './obstacle.ts';
import { triedWays, type WayState } from './tried-ways.ts';

const log = loglevel.getLogger('health');

type Session = Pick<WatcherSession, 'iceServers' | 'checkUdp'>;

export async function tryWays(session: Session): Promise<TriedWays> {
  const turn = turnAddresses(session.iceServers);
  const [udp, ...allocations] = await Promise.all([
    session.checkUdp(WAY_TIMEOUT_MS),
    ...turn.map(async ({ way, server }): Promise<[Way, WayState]> => [way, await allocate(server)]),
  ]);
  const ways: Partial<Record<Way, WayState>> = udp === 'unknown' ? {} : { udp };
  // Of several servers one is enough.
  for (const [way, state] of allocations) if (ways[way] !== 'open') ways[way] = state;
  return triedWays(ways);
}

/** Each TURN address by itself. */
export function turnAddresses(
  servers: readonly IceServer[],
): readonly { readonly way: Way; readonly server: IceServer }[] {
  return servers.flatMap((server) =>
    server.urls.flatMap((url) => {
      const way = wayOf(url);
      return way === undefined ? [] : [{ way, server: { ...server, urls: [url] } }];
    }),
  );
}

/** RFC 7065: without a transport `turn:` is UDP, and `turns:` TLS over TCP. */
function wayOf(url: string): Way | undefined {
  if (url.startsWith('turns:')) return 'turn-tls';
  if (!url.startsWith('turn:')) return undefined;
  return url.endsWith('?transport=tcp') ? 'turn-tcp' : 'turn-udp';
}

/**
 * Browsers name an address without an answer by this code, and otherwise that of the server's
 * refusal.
 */
const NO_ANSWER = 701;

async function allocate(server: IceServer): Promise<WayState> {
  const pc = new RTCPeerConnection({
    iceServers: [{ ...server, urls: [...server.urls] }],
    iceTransportPolicy: 'relay',
  });
  try {
    return await new Promise<WayState>((resolve, reject) => {
      let isRefused = false;
      setTimeout(() => resolve(isRefused ? 'refused' : 'blocked'), WAY_TIMEOUT_MS);
      pc.addEventListener('icecandidateerror', ({ errorCode }) => (isRefused ||= errorCode < NO_ANSWER));
      pc.addEventListener('icecandidate', ({ candidate }) => {
        if (candidate?.candidate.includes(' typ relay')) resolve('open');
        else if (candidate === null) resolve(isRefused ? 'refused' : 'blocked');
      });
      pc.createDataChannel('');
      pc.setLocalDescription().catch(reject);
    });
  } catch (error) {
    log.debug(`the browser refuses a TURN address: ${errorName(error)}`);
    return 'blocked';
  } finally {
    pc.close();
  }
}
