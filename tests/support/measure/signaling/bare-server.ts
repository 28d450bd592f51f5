/**
 * A program: a Socket.IO server that does nothing but acknowledge a join, with the options of
 * Lectern's. Reports its port as the service does.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { MAX_MESSAGE_BYTES, SOCKET_PATH } from '@lectern/protocol';
import { Server } from 'socket.io';
import { HANDSHAKE_TIMEOUT_MS, PING_INTERVAL_MS, PING_TIMEOUT_MS } from '../../../../signaling-server/src/policy.ts';

// Every path but Socket.IO's answers which process this is, for checks and questions through a
// balancer.
const http = createServer((_request, response) => response.end(String(process.pid)));
const io = new Server(http, {
  path: SOCKET_PATH,
  transports: ['websocket'],
  serveClient: false,
  maxHttpBufferSize: MAX_MESSAGE_BYTES,
  perMessageDeflate: false,
  pingInterval: PING_INTERVAL_MS,
  pingTimeout: PING_TIMEOUT_MS,
  connectTimeout: HANDSHAKE_TIMEOUT_MS,
});
io.on('connection', (socket) => {
  socket.on('join', (_room: unknown, reply: (joined: { ok: true }) => void) => reply({ ok: true }));
});
http.listen(0, '127.0.0.1', () => {
  process.send?.({ listening: { port: (http.address() as AddressInfo).port } });
});
process.once('SIGTERM', () => process.exit(0));
