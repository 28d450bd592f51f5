/** A line between a client and a service that can be cut, or made to carry nothing while it still looks well. */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export interface Relay {
  /** Origin under which the service is found behind the line. */
  readonly url: string;
  /** From now on nothing comes through, in either direction, on the connections that there are. */
  stall(): void;
  /** Breaks the connections that there are; new ones come through. */
  cut(): void;
  close(): void;
}

export async function relayTo(port: number): Promise<Relay> {
  const lines = new Set<{ readonly near: Socket; readonly far: Socket }>();
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
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
