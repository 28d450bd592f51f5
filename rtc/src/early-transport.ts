/**
 * Engine.IO's WebSocket transport over a socket that the page opened before this code was loaded.
 */
import { WebSocket as WebSocketTransport } from 'engine.io-client';

/** A socket that is connecting or open, and the messages received so far. */
export interface EarlySocket {
  readonly socket: WebSocket;
  /** In order of arrival. */
  readonly received: readonly MessageEvent[];
  /** Stops recording messages. */
  readonly stopRecording: () => void;
}

/**
 * The first connection uses `early` if that leads to the same address and is still alive. All other
 * connections open a socket of their own.
 */
export function transportOver(early: EarlySocket): typeof WebSocketTransport {
  let offered: EarlySocket | undefined = early;
  return class extends WebSocketTransport {
    #adopted: EarlySocket | undefined;

    override doOpen(): this {
      super.doOpen();
      const adopted = this.#adopted;
      if (adopted?.socket.readyState !== WebSocket.OPEN) return this;
      // Engine.IO added its listeners only now, so what they missed is repeated.
      queueMicrotask(() => {
        adopted.socket.dispatchEvent(new Event('open'));
        for (const { data } of adopted.received) adopted.socket.dispatchEvent(new MessageEvent('message', { data }));
      });
      return this;
    }

    override createSocket(...options: Parameters<WebSocketTransport['createSocket']>): unknown {
      const [address] = options;
      const candidate = offered;
      offered = undefined;
      const isAlive = candidate !== undefined && candidate.socket.readyState <= WebSocket.OPEN;
      if (isAlive && candidate.socket.url === address) {
        candidate.stopRecording();
        this.#adopted = candidate;
        return candidate.socket;
      }
      candidate?.socket.close();
      return super.createSocket(...options);
    }
  };
}
