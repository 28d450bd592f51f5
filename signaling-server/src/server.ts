/** Puts the service together: HTTP for the page and health, Socket.IO for signaling. Used by `main.ts` and by the tests. */
import { createServer, type Server as HttpServer } from 'node:http';
import express, { type ErrorRequestHandler, type Express } from 'express';
import { Server } from 'socket.io';
import { MAX_MESSAGE_BYTES, SOCKET_PATH, spoken, type VersionRange } from '@lectern/protocol';
import { startClock, type Clock } from './clock.ts';
import type { Config } from './config.ts';
import { serveConnections } from './connections.ts';
import { guardConnections } from './connection-guard.ts';
import { answerHealth } from './health.ts';
import { PerMinute } from './limits.ts';
import { openLog } from './log.ts';
import { setPageHeaders } from './page-headers.ts';
import { servePage } from './page.ts';
import type { Parts } from './parts.ts';
import { PresenterKeys } from './presenter-keys.ts';
import { Rooms } from './rooms.ts';
import { loadTokenKey } from './token-key.ts';
import { openTokenDesk } from './tokens.ts';
import { iceServersFrom } from './turn-credentials.ts';
import { answerVersion } from './version-answer.ts';

export { ConfigError, readConfig, redacted, type Config } from './config.ts';
export type { Clock } from './clock.ts';

export interface RunningService {
  readonly port: number;
  /** As reached from this machine. */
  readonly url: string;
  close(): Promise<void>;
}

interface ServiceOptions {
  /** For tests: the service's own clock otherwise. */
  readonly clock?: Clock;
  readonly protocol?: VersionRange;
}

export async function startService(config: Config, options: ServiceOptions = {}): Promise<RunningService> {
  const ownClock = startClock();
  const http = createServer();
  const port = (): number => portOf(http);
  const parts = assemble(config, { clock: options.clock ?? ownClock, protocol: options.protocol ?? spoken, port });
  http.on('request', httpApp(parts));
  const io = new Server(http, {
    path: SOCKET_PATH,
    transports: ['websocket'],
    serveClient: false,
    maxHttpBufferSize: MAX_MESSAGE_BYTES,
    perMessageDeflate: false,
    pingInterval: 5_000,
    pingTimeout: 5_000,
    connectTimeout: 8_000,
    ...guardConnections(parts),
  });
  serveConnections(io, parts);
  try {
    await listen(http, config);
  } catch (error) {
    ownClock.stop();
    throw error;
  }
  return {
    port: port(),
    url: `http://localhost:${String(port())}`,
    async close() {
      // Closes transports without a word of Socket.IO's, so that clients come back by themselves.
      const closed = io.close();
      // Once it listens no more. A connection that a browser has opened to spare and not used yet would be waited for a minute.
      setImmediate(() => http.closeAllConnections());
      await closed;
      ownClock.stop();
    },
  };
}

function assemble(config: Config, given: Pick<Parts, 'clock' | 'protocol' | 'port'>): Parts {
  const { clock } = given;
  const log = openLog(config.logLevel);
  const iceServersFor = iceServersFrom(config, clock);
  const { timing, load, maxWatchersPerRoom: maxWatchers } = config;
  return {
    ...given,
    config,
    log,
    rooms: new Rooms({ clock, timing, load, maxWatchers, iceServersFor }, config.maxRooms),
    tokens: openTokenDesk(loadTokenKey(config, log), config.tokenTtlS, clock),
    presenterKeys: new PresenterKeys(config.presenterKeys, log),
    failures: new PerMinute(clock, load.failuresPerMinute),
    newRooms: new PerMinute(clock, load.newRoomsPerMinute),
  };
}

function httpApp(parts: Parts): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('query parser', false);
  app.use(setPageHeaders(parts.config));
  app.get('/healthz', answerHealth(parts));
  app.use(answerVersion(parts));
  app.use(servePage(parts.config.pageDir));
  app.use((_request, response) => void response.status(404).type('txt').send('Not found.\n'));
  const fail: ErrorRequestHandler = (error, _request, response, _next) => {
    if (error instanceof URIError) return void response.status(400).type('txt').send('Not an address.\n');
    parts.log.error({ err: error }, 'page failed');
    if (response.headersSent) return void response.destroy();
    return void response.status(500).type('txt').send('Something went wrong.\n');
  };
  app.use(fail);
  return app;
}

function portOf(http: HttpServer): number {
  const address = http.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function listen(http: HttpServer, { host, port }: Config): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject);
    http.listen(port, host, () => {
      http.off('error', reject);
      resolve();
    });
  });
}
