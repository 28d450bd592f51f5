/** The open TCP connections, WebSockets included, which Node no longer counts among its own. */
import type { Server } from 'node:http';
import type { Socket } from 'node:net';

export class TcpSockets {
  readonly #open = new Set<Socket>();

  constructor(http: Server) {
    http.on('connection', (socket: Socket) => {
      this.#open.add(socket);
      socket.on('close', () => this.#open.delete(socket));
    });
  }

  destroy(): void {
    for (const socket of this.#open) socket.destroy();
  }
}
