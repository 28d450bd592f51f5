/**
 * A TCP proxy between a client and a service. It can cut the connections, or stop carrying data
 * without closing them.
 */
import { connect, createServer, type Socket, type AddressInfo } from 'node:net';

export interface Relay {
  /** The service's origin through this line. */
  readonly url: string;
  /** Stops carrying data on the present connections, in both directions. */
  stall(): void;
  /** Closes the present connections. New ones are carried. */
  cut(): void;
  close(): void;
}

/** `port`: of the service, read for each connection, so that the line may exist first. */
export async function relayTo(port: () => number): Promise<Relay> {
  const lines = new Set<{ readonly near: Socket; readonly far: Socket }>();
  const server = createServer((near) => {
    const far = connect(port(), '127.0.0.1');
    const line = { near, far };
    lines.add(line);
    const end = (): void => {
      near.destroy();
      far.destroy();
      lines.delete(line);
    };
    for (const socket of [near, far]) socket.on('error', end).on('close', end);
    near.pipe(far);
    far.pipe(near);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = (): void => {
    for (const { near } of lines) near.destroy();
  };
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    stall: () => {
      for (const { near, far } of lines) {
        near.unpipe(far).resume();
        far.unpipe(near).resume();
      }
    },
    cut,
    close: () => {
      cut();
      server.close();
    },
  };
}
