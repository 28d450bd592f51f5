/** Attacks at the door: seats, connections and keys. */
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { PRESENTER_KEY_HEADER, SERVICE_VERSION_PATH, spoken } from '@lectern/protocol';
import { RawWebSocket } from '../raw-websocket.ts';
import { atRate, forEver, HOSTILE_ADDRESS, type Attack } from './attack.ts';

const JOINS_PER_CONNECTION = 10;
const SILENT_PER_SECOND = 400;
const MAX_SILENT = 3_000;
const GUESSES_PER_SECOND = 300;

/**
 * Takes a seat of the honest room, leaves without a word, takes another: ten over each connection.
 */
export const tenJoins: Attack = async ({ url, roomId }) => {
  const join = `40${JSON.stringify({ role: 'watcher', protocol: spoken, roomId })}`;
  void forEver(50, async () => {
    const socket = await RawWebSocket.open(url, { localAddress: HOSTILE_ADDRESS });
    for (let count = 0; count < JOINS_PER_CONNECTION; count += 1) {
      socket.send(join);
      await Promise.race([socket.next('42["room:joined"'), socket.next('44')]);
      socket.send('41');
      // Socket.IO drops a handshake that comes before it has handled this.
      await sleep(10);
    }
    socket.close();
  });
};

/** TCP connections that never say anything. */
export const silentTcp: Attack = async ({ url }) => {
  const { hostname, port } = new URL(url);
  let open = 0;
  atRate(SILENT_PER_SECOND, () => {
    if (open >= MAX_SILENT) return;
    open += 1;
    const socket = connect({ host: hostname, port: Number(port), localAddress: HOSTILE_ADDRESS });
    socket.on('error', () => undefined);
    socket.on('close', () => (open -= 1));
  });
};

/** Wrong presenter keys, over plain HTTP and in handshakes. */
export const keyGuessing: Attack = async ({ url }) => {
  const guess = (): string => `wrong-key-${String(Math.random()).slice(2).padEnd(16, '0')}`;
  let underWay = 0;
  atRate(GUESSES_PER_SECOND, () => {
    if (underWay > 50) return;
    underWay += 1;
    void fetch(url + SERVICE_VERSION_PATH, { headers: { [PRESENTER_KEY_HEADER]: guess() } })
      .then((response) => response.arrayBuffer())
      .catch(() => undefined)
      .finally(() => (underWay -= 1));
  });
  void forEver(20, async () => {
    const socket = await RawWebSocket.open(url, { localAddress: HOSTILE_ADDRESS });
    for (let count = 0; count < JOINS_PER_CONNECTION; count += 1) {
      socket.send(`40${JSON.stringify({ role: 'presenter', protocol: spoken, key: guess() })}`);
      await socket.next('44');
    }
    socket.close();
  });
};
