/**
 * Puts the service together: HTTP for the page and health, Socket.IO for signaling. Used by
 * `main.ts` and by the tests.
 */
import { createServer, type IncomingMessage, type Server as HttpServer } from 'node:http';
import type { Logger } from 'pino';
import { Server } from 'socket.io';
import { MAX_MESSAGE_BYTES, SOCKET_PATH, spoken, type RoomId, type VersionRange } from '@lectern/protocol';
import type { Config } from './admin/config.ts';
import { leaveRooms } from './admin/leaving.ts';
import { policyWith } from './admin/limit-settings.ts';
import { openControlSocket } from './admin/control/control-socket.ts';
import { perform } from './admin/control/perform.ts';
import { openLog } from './admin/log.ts';
import { countCredentials } from './admin/metrics/count-credentials.ts';
import { Figures } from './admin/metrics/figures.ts';
import { serviceGauges } from './admin/metrics/gauges.ts';
import { MetricsServer } from './admin/metrics/metrics-server.ts';
import { processMetrics } from './admin/metrics/process-metrics.ts';
import { ownDoorDeps } from './admin/readiness/own-door.ts';
import { OwnRoom } from './admin/readiness/own-room.ts';
import { ReadinessChecks } from './admin/readiness/readiness.ts';
import { joinOneself } from './admin/readiness/self-join.ts';
import { loadTokenKeys } from './admin/token-key.ts';
import { whoMayPresent } from './admin/who-may-present.ts';
import { NearRoom } from './cluster/near-room.ts';
import { Rooms } from './cluster/rooms.ts';
import { guardConnections } from './door/connection-guard.ts';
import { serveConnections } from './door/connections.ts';
import { findOwnAddress, type Family } from './door/find-own-address.ts';
import { OwnAddressWatch } from './door/own-address-watch.ts';
import { guardHttp, serverOptions } from './door/http-guard.ts';
import { Load } from './door/load.ts';
import { LoopLag } from './door/loop-lag.ts';
import { OpenPeers } from './door/open-peers.ts';
import { OwnConnections } from './door/own-connections.ts';
import { Returns } from './door/returns.ts';
import { serviceNames } from './door/service-names.ts';
import { Presenters } from './door/presenters.ts';
import { SetupFaults } from './door/setup-faults.ts';
import { notifyAll } from './door/socket-outlet.ts';
import { TcpSockets } from './door/tcp-sockets.ts';
import { createTokens } from './door/tokens.ts';
import { WatchLinks } from './door/watch-links.ts';
import { createHttpApp } from './page/http-app.ts';
import { ownUrl } from './own-url.ts';
import { takeOffPublicPath } from './page/public-path.ts';
import {
  ANSWER_END_WITHIN_MS,
  HANDSHAKE_TIMEOUT_MS,
  LEAVE_WITHIN_MS,
  PING_INTERVAL_MS,
  PING_TIMEOUT_MS,
  type DoorPolicy,
  type Policy,
} from './policy.ts';
import type { Clock } from './room/clock.ts';
import { PerAddress } from './room/per-address.ts';
import { PerMinute } from './room/per-minute.ts';
import type { PresenterIdentity } from './room/presenter-identity.ts';
import { WaitingBytes } from './room/waiting-bytes.ts';
import { startClock } from './system-clock.ts';
import { openIceServers } from './turn/open-ice-servers.ts';

export { ConfigError } from './admin/config-error.ts';
export { readConfig, redacted, settingNames, type Config } from './admin/config.ts';
export type { TurnSetting } from './admin/turn-settings.ts';
export { defaultPolicy, type Policy } from './policy.ts';

export interface RunningService {
  readonly port: number;
  /** As reached from this machine. */
  readonly url: string;
  /** The port for Prometheus; null without one. */
  readonly metricsPort: number | null;
  /** Refuses newcomers, closes the rooms one by one, then everything else. */
  leave(): Promise<void>;
  /** Drops all connections at once. */
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
  const sockets = new TcpSockets(http);
  const port = (): number => portOf(http);
  const ownAddress = new OwnAddressWatch({
    clock,
    intervalMs: policy.door.ownAddressMs,
    find: () => findOwnAddress(familiesOf(http)),
  });
  const watchLinks = new WatchLinks({ config, port, ownAddress });
  const figures = new Figures();
  const lag = new LoopLag((lateMs) => figures.loopTurned(lateMs));
  const ownRoom = new OwnRoom();
  const parts = assemble({ config, policy, clock, log, port, figures, ownRoomId: ownRoom.roomId });
  const ownConnections = new OwnConnections();
  const readiness = new ReadinessChecks({
    log,
    intervalMs: policy.door.selfJoinMs,
    check: () =>
      joinOneself({
        room: ownRoom,
        url: ownUrlOf(http),
        headers: ownConnections.headers,
        service: serviceNames(config, port())[0] ?? '',
      }),
    onChecked: (outcome, tookMs) => figures.selfJoined(outcome, tookMs),
  });
  const peers = new OpenPeers();
  const deps = {
    ...parts,
    protocol,
    port,
    watchLinks,
    readiness,
    load: new Load(policy.door.load, lag),
    returns: new Returns(policy.returns, () => peers.counts),
    peers,
    isLeaving: () => readiness.state === 'leaving',
    isOwn: (request: IncomingMessage) => ownConnections.isOwn(request),
  };
  figures.add(serviceGauges({ ...deps, isReady: () => readiness.state === 'ready' }));
  figures.add(processMetrics());
  http.on('request', createHttpApp(deps));
  // Before Socket.IO's own listener.
  const isRefused = guardHttp(http, deps);
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
  serveConnections(io, deps, { connections: ownConnections, deps: ownDoorDeps(deps) });
  takeOffPublicPath(http, config.publicUrl);
  const metrics = config.metrics === null ? null : new MetricsServer(figures);
  const stop = (): void => {
    readiness.close();
    metrics?.close();
    deps.turn?.close();
    clock.stop();
    lag.close();
  };
  try {
    await listen(http, config);
    if (config.metrics !== null) await metrics?.listen(config.metrics);
  } catch (error) {
    stop();
    http.close();
    throw error;
  }
  const control = await openControlSocket(config.dataDir, (request) => perform(deps, request), log);
  readiness.start();
  const close = async (): Promise<void> => {
    control.close();
    // Closes the transports without a Socket.IO disconnect, so that clients reconnect by
    // themselves.
    const closed = io.close();
    // By then it no longer listens. An unused spare connection of a browser would delay the stop
    // by a minute.
    setImmediate(() => http.closeAllConnections());
    // A client that does not answer the end of its WebSocket would hold it for half a minute.
    setTimeout(() => sockets.destroy(), ANSWER_END_WITHIN_MS).unref();
    await closed;
    stop();
  };
  return {
    port: port(),
    url: `http://localhost:${String(port())}`,
    metricsPort: metrics?.port ?? null,
    async leave() {
      readiness.leave();
      const notifyEverybody = (...notice: readonly [string, unknown]): void => void io.emit(...notice);
      await leaveRooms({ notifyEverybody, peers: deps.peers, withinMs: LEAVE_WITHIN_MS });
      await close();
    },
    close,
  };
}

interface Surroundings {
  readonly config: Config;
  readonly policy: Policy;
  readonly clock: Clock;
  readonly log: Logger;
  readonly port: () => number;
  readonly figures: Figures;
  readonly ownRoomId: RoomId;
}

function assemble({ config, policy, clock, log, port, figures, ownRoomId }: Surroundings) {
  const { maxWatchersPerRoom: maxWatchers } = config;
  const { turn, ice: servers } = openIceServers(config, {
    clock,
    log,
    policy: policy.turn,
    holderOf: (roomId) => rooms.holderOf(roomId),
  });
  const ice = countCredentials(servers, figures);
  const waiting = new WaitingBytes(policy.door.waitingBytesOfAll);
  const roomOptions = {
    clock,
    policy: policy.room,
    maxWatchers,
    ice,
    waiting,
    notifyAll,
    observer: figures,
  };
  const rooms: Rooms = new Rooms(roomOptions, {
    maxRooms: config.maxRooms,
    watchersPerIdentity: config.maxWatchersPerKey,
    maxAwaiting: policy.door.maxAwaiting,
    perAddress: config.maxRoomsPerAddress,
    perIdentity: config.maxRoomsPerKey,
    tokenTtlMs: config.tokenTtlS * 1000,
    ownRoomId,
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
    turn,
    waiting,
    observer: figures,
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

/** Where it listens, as this machine reaches it. */
function ownUrlOf(http: HttpServer): string {
  const address = http.address();
  const { address: host = '127.0.0.1', port = 0 } = typeof address === 'object' ? (address ?? {}) : {};
  return ownUrl(host, port);
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
