/** The open TCP connections, WebSockets included, which Node no longer counts among its own. */
import type { Server } from 'node:http';
import type { Socket } from 'node:net';

export class TcpSockets {
  readonly #open = new Set<Socket>();

  constructor(http: Server) {
    const open = this.#open;
    /** One listener for all of them. */
    function forget(this: Socket): void {
      open.delete(this);
    }
    http.on('connection', (socket: Socket) => {
      open.add(socket);
      socket.on('close', forget);
    });
  }

  destroy(): void {
    for (const socket of this.#open) socket.destroy();
  }
}
