/**
 * Puts the service together: HTTP for the page and health, Socket.IO for signaling. Used by
 * `main.ts` and by the tests.
 */
import { createServer, type Server as HttpServer } from 'node:http';
import type { Logger } from 'pino';
import { Server } from 'socket.io';
import { MAX_MESSAGE_BYTES, SOCKET_PATH, spoken, type RoomId, type VersionRange } from '@lectern/protocol';
import type { Config } from './admin/config.ts';
import { policyWith } from './admin/limit-settings.ts';
import { openControlSocket } from './admin/control/control-socket.ts';
import { perform } from './admin/control/perform.ts';
import { openLog } from './admin/log.ts';
import { loadTokenKeys } from './admin/token-key.ts';
import { whoMayPresent } from './admin/who-may-present.ts';
import { NearRoom } from './cluster/near-room.ts';
import { Rooms } from './cluster/rooms.ts';
import { guardConnections } from './door/connection-guard.ts';
import { serveConnections } from './door/connections.ts';
import { findOwnAddress, type Family } from './door/find-own-address.ts';
import { OwnAddressWatch } from './door/own-address-watch.ts';
import { guardHttp, serverOptions } from './door/http-guard.ts';
import { LoopLag } from './door/loop-lag.ts';
import { serviceNames } from './door/service-names.ts';
import { Presenters } from './door/presenters.ts';
import { SetupFaults } from './door/setup-faults.ts';
import { notifyAll } from './door/socket-outlet.ts';
import { createTokens } from './door/tokens.ts';
import { WatchLinks } from './door/watch-links.ts';
import { createHttpApp } from './page/http-app.ts';
import { takeOffPublicPath } from './page/public-path.ts';
import { HANDSHAKE_TIMEOUT_MS, PING_INTERVAL_MS, PING_TIMEOUT_MS, type DoorPolicy, type Policy } from './policy.ts';
import type { Clock } from './room/clock.ts';
import { iceServersFrom } from './room/ice-servers.ts';
import { PerAddress } from './room/per-address.ts';
import { PerMinute } from './room/per-minute.ts';
import { unobserved } from './room/room-observer.ts';
import type { PresenterIdentity } from './room/presenter-identity.ts';
import { WaitingBytes } from './room/waiting-bytes.ts';
import { startClock } from './system-clock.ts';

export { ConfigError } from './admin/config-error.ts';
export { readConfig, redacted, settingNames, type Config } from './admin/config.ts';
export { defaultPolicy, type Policy } from './policy.ts';

export interface RunningService {
  readonly port: number;
  /** As reached from this machine. */
  readonly url: string;
  close(): Promise<void>;
}

/** For tests. */
interface ServiceOptions {
  readonly policy?: Policy;
  readonly protocol?: VersionRange;
  /** The wall clock. */
  readonly now?: () => number;
}

export async function startService(config: Config, options: ServiceOptions = {}): Promise<RunningService> {
  const log = openLog(config.logLevel);
  const clock = startClock(log, options.now);
  const { policy = policyWith(config.limits), protocol = spoken } = options;
  const http = createServer(serverOptions(policy.door));
  const port = (): number => portOf(http);
  const ownAddress = new OwnAddressWatch({
    clock,
    intervalMs: policy.door.ownAddressMs,
    find: () => findOwnAddress(familiesOf(http)),
  });
  const watchLinks = new WatchLinks({ config, port, ownAddress });
  const deps = { ...assemble({ config, policy, clock, log, port }), protocol, port, watchLinks };
  http.on('request', createHttpApp(deps));
  const lag = new LoopLag(policy.door.lagLimitMs);
  // Before Socket.IO's own listener.
  const isRefused = guardHttp(http, { ...deps, lag });
  const io = new Server(http, {
    path: SOCKET_PATH,
    transports: ['websocket'],
    serveClient: false,
    maxHttpBufferSize: MAX_MESSAGE_BYTES,
    perMessageDeflate: false,
    pingInterval: PING_INTERVAL_MS,
    pingTimeout: PING_TIMEOUT_MS,
    connectTimeout: HANDSHAKE_TIMEOUT_MS,
    ...guardConnections({ ...deps, isRefused }),
  });
  serveConnections(io, deps);
  takeOffPublicPath(http, config.publicUrl);
  try {
    await listen(http, config);
  } catch (error) {
    clock.stop();
    lag.close();
    throw error;
  }
  const control = await openControlSocket(config.dataDir, (request) => perform(deps, request), log);
  return {
    port: port(),
    url: `http://localhost:${String(port())}`,
    async close() {
      control.close();
      // Closes the transports without a Socket.IO disconnect, so that clients reconnect by
      // themselves.
      const closed = io.close();
      // By then it no longer listens. An unused spare connection of a browser would delay the stop
      // by a minute.
      setImmediate(() => http.closeAllConnections());
      await closed;
      clock.stop();
      lag.close();
    },
  };
}

interface Surroundings {
  readonly config: Config;
  readonly policy: Policy;
  readonly clock: Clock;
  readonly log: Logger;
  readonly port: () => number;
}

function assemble({ config, policy, clock, log, port }: Surroundings) {
  const { maxWatchersPerRoom: maxWatchers } = config;
  const iceServersFor = iceServersFrom(config, clock);
  const waiting = new WaitingBytes(policy.door.waitingBytesOfAll);
  const roomOptions = {
    clock,
    policy: policy.room,
    maxWatchers,
    iceServersFor,
    waiting,
    notifyAll,
    observer: unobserved,
  };
  const rooms = new Rooms(roomOptions, {
    maxRooms: config.maxRooms,
    watchersPerIdentity: config.maxWatchersPerKey,
    maxAwaiting: policy.door.maxAwaiting,
    perAddress: config.maxRoomsPerAddress,
    perIdentity: config.maxRoomsPerKey,
    tokenTtlMs: config.tokenTtlS * 1000,
  });
  const tokens = createTokens(loadTokenKeys(config, log), config.tokenTtlS, clock);
  const services = (): readonly string[] => serviceNames(config, port());
  const { dataDir } = config;
  const presenters = new Presenters(rooms, log);
  const onRevoked = (identity: PresenterIdentity): void => presenters.revoke(identity);
  return {
    config,
    policy: doorPolicyFor(policy.door, maxWatchers),
    clock,
    log,
    faults: new SetupFaults(log),
    rooms,
    presenters,
    waiting,
    findRoom: (roomId: RoomId) => new NearRoom(roomId, rooms),
    tokens,
    ...whoMayPresent(config.presenting, { clock, log, policy, tokens, dataDir, services, onRevoked }),
    failedSignIns: new PerAddress(clock, policy.door.wrongKeysPerMinute),
    otherNameWarnings: new PerMinute(clock, policy.door.otherNameWarningsPerMinute),
    failures: new PerAddress(clock, policy.door.failuresPerMinute),
    newRooms: new PerAddress(clock, policy.door.newRoomsPerMinute),
    openings: new PerMinute(clock, policy.door.openingsPerMinute),
  };
}

/** The presenter of a large room may send more at once. */
function doorPolicyFor(door: DoorPolicy, maxWatchers: number): DoorPolicy {
  const burst = Math.max(door.presenterWork.burst, maxWatchers * door.presenterWorkPerSeat);
  return { ...door, presenterWork: { ...door.presenterWork, burst } };
}

function portOf(http: HttpServer): number {
  const address = http.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** The families of addresses on which the service listens. */
function familiesOf(http: HttpServer): readonly Family[] {
  const address = http.address();
  return typeof address === 'object' && address?.family === 'IPv6' ? ['IPv4', 'IPv6'] : ['IPv4'];
}

async function listen(http: HttpServer, { host, port }: Config): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject);
    // Node’s default for no host is `::`, which takes IPv4 as well, and `0.0.0.0` where IPv6 is missing.
    http.listen({ port, ...(host === '::' ? {} : { host }) }, () => {
      http.off('error', reject);
      resolve();
    });
  });
}
