/**
 * Puts the service together: HTTP for the page and health, Socket.IO for signaling. Used by
 * `main.ts` and by the tests.
 */
import { createServer, type IncomingMessage, type Server as HttpServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { Server } from 'socket.io';
import { MAX_MESSAGE_BYTES, SOCKET_PATH, spoken, type VersionRange } from '@lectern/protocol';
import type { Config } from './admin/config.ts';
import { assemble } from './assemble.ts';
import { leave } from './admin/leaving.ts';
import { policyWith } from './admin/limit-settings.ts';
import { openBalancerWatch } from './admin/balancer/open-balancer-watch.ts';
import { openControlSocket } from './admin/control/control-socket.ts';
import { perform } from './admin/control/perform.ts';
import { openLog } from './admin/log.ts';
import { clusterGauges } from './admin/metrics/cluster-figures.ts';
import { Figures } from './admin/metrics/figures.ts';
import { serviceGauges } from './admin/metrics/gauges.ts';
import { MetricsServer } from './admin/metrics/metrics-server.ts';
import { processMetrics } from './admin/metrics/process-metrics.ts';
import { relayGauges } from './admin/metrics/relay-figures.ts';
import { ownDoorDeps } from './admin/readiness/own-door.ts';
import { OwnRoom } from './admin/readiness/own-room.ts';
import { ReadinessChecks } from './admin/readiness/readiness.ts';
import { joinOneself } from './admin/readiness/self-join.ts';
import type { MeetOthers } from './cluster/others.ts';
import { meetOverRedis } from './cluster/redis/meet-over-redis.ts';
import { guardConnections } from './door/connection-guard.ts';
import { serveConnections } from './door/connections.ts';
import { findOwnAddress, type Family } from './door/find-own-address.ts';
import { OwnAddressWatch } from './door/own-address-watch.ts';
import { guardHttp, serverOptions } from './door/http-guard.ts';
import { Load } from './door/load.ts';
import { LoopLag } from './door/loop-lag.ts';
import { OwnConnections } from './door/own-connections.ts';
import { ReturnChanges } from './door/return-changes.ts';
import { serviceNames } from './door/service-names.ts';
import { TcpSockets } from './door/tcp-sockets.ts';
import { WatchLinks } from './door/watch-links.ts';
import { createHttpApp } from './page/http-app.ts';
import { ownUrl } from './own-url.ts';
import { takeOffPublicPath } from './page/public-path.ts';
import {
  ANSWER_END_WITHIN_MS,
  HANDSHAKE_TIMEOUT_MS,
  PING_INTERVAL_MS,
  PING_TIMEOUT_MS,
  REDIS_AT_START_MS,
  type Policy,
} from './policy.ts';
import { startClock } from './system-clock.ts';

export { ConfigError } from './admin/config-error.ts';
export { readConfig, redacted, settingNames, type Config } from './admin/config.ts';
export type { TurnSetting } from './admin/turn-settings.ts';
export type { MeetOthers } from './cluster/others.ts';
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
  /** Other instances in this process. */
  readonly meetOthers?: MeetOthers;
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
  const meetOthers = config.redis === null ? options.meetOthers : meetOverRedis(config.redis);
  const isLeaving = (): boolean => readiness.state === 'leaving';
  const { roomId: ownRoomId } = ownRoom;
  const parts = assemble({ config, policy, clock, log, port, figures, ownRoomId, meetOthers, isLeaving });
  const ownConnections = new OwnConnections();
  const readiness: ReadinessChecks = new ReadinessChecks({
    log,
    intervalMs: policy.door.selfJoinMs,
    againMs: Math.min(policy.door.selfJoinMs, policy.door.selfJoinAgainMs),
    // From there on it refuses clients.
    isBehind: () => lag.behindMs > policy.door.load['new-watcher'].lagMs,
    check: () =>
      joinOneself({
        room: ownRoom,
        url: ownUrlOf(http),
        headers: ownConnections.headers,
        service: serviceNames(config, port())[0] ?? '',
      }),
    onChecked: (outcome, tookMs) => figures.selfJoined(outcome, tookMs),
  });
  const deps = {
    ...parts,
    protocol,
    port,
    watchLinks,
    readiness,
    load: new Load(policy.door.load, lag),
    returnChanges: new ReturnChanges({ ...parts, policy: policy.returns }),
    isLeaving,
    isOwn: (request: IncomingMessage) => ownConnections.isOwn(request),
  };
  figures.add(serviceGauges({ ...deps, isReady: () => readiness.state === 'ready' }));
  figures.add(clusterGauges(deps));
  figures.add(relayGauges(deps));
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
  const balancer = openBalancerWatch({ ...deps, policy, ownRoomId: ownRoom.roomId });
  const stop = async (): Promise<void> => {
    readiness.close();
    balancer?.close();
    metrics?.close();
    deps.turn?.close();
    deps.streams?.close();
    deps.relay?.close();
    lag.close();
    await deps.cluster?.close();
    clock.stop();
  };
  try {
    await meetFirst(parts);
    await listen(http, config);
    if (config.metrics !== null) await metrics?.listen(config.metrics);
  } catch (error) {
    await stop();
    http.close();
    throw error;
  }
  const control = await openControlSocket(config.dataDir, (request) => perform(deps, request), log);
  readiness.start();
  balancer?.start();
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
    await stop();
  };
  return {
    port: port(),
    url: `http://localhost:${String(port())}`,
    metricsPort: metrics?.port ?? null,
    async leave() {
      readiness.leave();
      await leave(config.drainS, {
        peers: deps.peers,
        returns: deps.returns,
        owned: () => deps.cluster?.owned() ?? [],
        // An instance that runs alone has no other to leave its rooms to.
        release: async (roomId) => deps.cluster?.giveUp(roomId),
      });
      await close();
    },
    close,
  };
}

/** Clients that come before the instances have met would be refused. */
async function meetFirst({ cluster, log }: Pick<ReturnType<typeof assemble>, 'cluster' | 'log'>): Promise<void> {
  if (cluster === undefined) return;
  const waiting = new AbortController();
  // Keeps the process alive, which has no open port yet.
  const late = sleep(REDIS_AT_START_MS, 'late', { signal: waiting.signal }).catch(() => 'not late');
  const first = await Promise.race([cluster.met, late]);
  waiting.abort();
  if (first === 'late') log.warn('the service starts without Redis: rooms cannot be opened until it is there');
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
