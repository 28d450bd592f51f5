/** Engine.IO's WebSocket transport over a socket that was opened before this code was there. */
import { WebSocket as WebSocketTransport } from 'engine.io-client';

/** A socket on its way or open, and what it has heard so far. */
export interface EarlySocket {
  readonly socket: WebSocket;
  /** In the order in which they came. */
  readonly heard: readonly MessageEvent[];
  /** Says that it has been taken over: from now on nothing is kept. */
  readonly hush: () => void;
}

/** The first connection is made over `early` where that leads to the same address and still lives; all others as ever. */
export function transportOver(early: EarlySocket): typeof WebSocketTransport {
  let offered: EarlySocket | undefined = early;
  return class extends WebSocketTransport {
    #taken: EarlySocket | undefined;

    override doOpen(): this {
      super.doOpen();
      const taken = this.#taken;
      if (taken?.socket.readyState !== WebSocket.OPEN) return this;
      // The listeners of Engine.IO are on the socket only now.
      queueMicrotask(() => {
        taken.socket.dispatchEvent(new Event('open'));
        for (const { data } of taken.heard) taken.socket.dispatchEvent(new MessageEvent('message', { data }));
      });
      return this;
    }

    override createSocket(...asked: Parameters<WebSocketTransport['createSocket']>): unknown {
      const [address] = asked;
      const waiting = offered;
      offered = undefined;
      const lives = waiting !== undefined && waiting.socket.readyState <= WebSocket.OPEN;
      if (lives && waiting.socket.url === address) {
        waiting.hush();
        this.#taken = waiting;
        return waiting.socket;
      }
      waiting?.socket.close();
      return super.createSocket(...asked);
    }
  };
}
