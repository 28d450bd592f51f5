/**
 * Joins of watchers, over WebSockets that cost the measuring process little. They come from many
 * addresses, as those of an audience do, so that the limits of the service stay as they are.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { spoken, type LinkId, type RoomId } from '@lectern/protocol';
import { RawWebSocket } from '../../hostile/raw-websocket.ts';

/** Addresses of this machine alone, 127.0.1.1 and up. */
const ADDRESSES = 200;

let used = 0;
const nextAddress = (): string => {
  used += 1;
  return `127.0.1.${String((used % ADDRESSES) + 1)}`;
};

/** Opens a WebSocket and joins. Resolves when the join has been acknowledged. */
export type JoinOne = (url: string) => Promise<RawWebSocket>;

/** What Chromium sends beside the headers that a WebSocket needs. */
const browserHeaders = (url: string) => ({
  Origin: url,
  Pragma: 'no-cache',
  'Cache-Control': 'no-cache',
  'User-Agent': 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36',
  'Accept-Encoding': 'gzip, deflate, br, zstd',
  'Accept-Language': 'en-GB,en;q=0.9,de;q=0.8',
  'Sec-WebSocket-Extensions': 'permessage-deflate; client_max_window_bits',
});

const RETRY_AFTER_MS = 1_000;

/** A service that is behind refuses (503), and a client of ours tries again. */
async function open(url: string): Promise<RawWebSocket> {
  for (;;) {
    try {
      return await RawWebSocket.open(url, { localAddress: nextAddress(), headers: browserHeaders(url) });
    } catch (error) {
      if (!(error instanceof Error) || !error.message.startsWith('HTTP/1.1 503')) throw error;
      await pause(RETRY_AFTER_MS);
    }
  }
}

/** A service under load refuses newcomers, who try again. */
async function handshake(url: string, auth: object): Promise<RawWebSocket> {
  for (;;) {
    const socket = await open(url);
    await socket.next('0');
    socket.send(`40${JSON.stringify(auth)}`);
    const answer = await socket.next('4');
    if (answer.startsWith('40')) return socket;
    socket.close();
    if (!/"(busy|too-many)"/.test(answer)) throw new Error(`refused: ${answer}`);
    await pause(RETRY_AFTER_MS);
  }
}

/** To the server that only acknowledges. */
export const joinBare: JoinOne = async (url) => {
  const socket = await handshake(url, { role: 'watcher' });
  socket.send('420["join",{}]');
  await socket.next('430');
  return socket;
};

/**
 * To a room of Lectern that is live: the join ends with a seat and a link. `onLink` is called with
 * it.
 */
export const joinRoom =
  (roomId: RoomId, onLink: (socket: RawWebSocket, linkId: LinkId) => void = () => undefined): JoinOne =>
  async (url) => {
    const socket = await handshake(url, { role: 'watcher', protocol: spoken, roomId });
    const joined = await socket.next('42["room:joined"');
    const [, linkId] = /"link":\{[^{}]*?"linkId":"([^"]+)"/.exec(joined) ?? [];
    if (linkId === undefined) throw new Error('joined without a link');
    onLink(socket, linkId as LinkId);
    return socket;
  };

export interface Joined {
  readonly sockets: readonly RawWebSocket[];
  readonly timesMs: readonly number[];
  readonly tookMs: number;
}

async function timed(url: string, join: JoinOne, timesMs: number[]): Promise<RawWebSocket> {
  const startMs = performance.now();
  const socket = await join(url);
  timesMs.push(performance.now() - startMs);
  return socket;
}

/** One join after another begins at an even pace, no matter how long each takes. */
export async function joinAtPace(url: string, join: JoinOne, count: number, perSecond: number): Promise<Joined> {
  const timesMs: number[] = [];
  const joining: Promise<RawWebSocket>[] = [];
  const startMs = performance.now();
  while (joining.length < count) {
    joining.push(timed(url, join, timesMs));
    await pause(Math.max(0, startMs + (joining.length * 1_000) / perSecond - performance.now()));
  }
  const sockets = await Promise.all(joining);
  return { sockets, timesMs, tookMs: performance.now() - startMs };
}

/** So many joins are under way at any time. */
export async function joinTogether(url: string, join: JoinOne, count: number, atOnce: number): Promise<Joined> {
  const timesMs: number[] = [];
  const sockets: RawWebSocket[] = [];
  const startMs = performance.now();
  let begun = 0;
  const joinMore = async (): Promise<void> => {
    while (begun < count) {
      begun += 1;
      sockets.push(await timed(url, join, timesMs));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, joinMore));
  return { sockets, timesMs, tookMs: performance.now() - startMs };
}

/** Resolves when all of them have left. */
export async function leaveAll(sockets: readonly RawWebSocket[]): Promise<void> {
  for (const socket of sockets) socket.close();
  await Promise.all(sockets.map((socket) => socket.closed()));
}
