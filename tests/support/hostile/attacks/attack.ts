/** What every attack has: a target, a bounded rate, and rooms of its own. */
import type { LinkId, RoomId } from '@lectern/protocol';
import { spoken } from '@lectern/protocol';
import { openRoom, type TestClient } from '../../service/clients.ts';
import { RawWebSocket } from '../raw-websocket.ts';

export interface Target {
  readonly url: string;
  /** The honest clients' room. An attacker has its link. */
  readonly roomId: RoomId;
}

/** Resolves when the attack is under way. It goes on until its process ends. */
export type Attack = (target: Target) => Promise<void>;

/** Not the address of the honest clients: on Linux all of 127.0.0.0/8 is this machine. */
export const HOSTILE_ADDRESS = '127.0.0.66';

/** Runs `act` so many times a second, in turns of a fiftieth of a second. */
export function atRate(perSecond: number, act: () => void): void {
  const startMs = performance.now();
  let done = 0;
  setInterval(() => {
    const due = ((performance.now() - startMs) / 1_000) * perSecond;
    // What could not be done in time is left out: the rate stays bounded.
    done = Math.max(done, Math.floor(due - perSecond / 10));
    for (; done < due; done += 1) act();
  }, 20);
}

/** Repeats it for ever; a failure is what the service is for. */
export async function forEver(pauseMs: number, act: () => Promise<unknown>): Promise<never> {
  for (;;) {
    await act().catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

interface RawWatcher {
  readonly socket: RawWebSocket;
  readonly linkId: LinkId | undefined;
  readonly token: string;
}

export async function joinRaw(url: string, roomId: RoomId): Promise<RawWatcher> {
  const socket = await RawWebSocket.open(url, { localAddress: HOSTILE_ADDRESS });
  socket.send(`40${JSON.stringify({ role: 'watcher', protocol: spoken, roomId })}`);
  const text = await socket.next('42["room:joined"');
  const [, joined] = JSON.parse(text.slice(2)) as [string, { token: string; link?: { linkId: LinkId } }];
  return { socket, linkId: joined.link?.linkId, token: joined.token };
}

/** A room of the attacker's own, live. Its presenter ignores all notices. */
export async function openHostileRoom(url: string) {
  const room = await openRoom(url);
  setInterval(() => (room.client.heard.length = 0), 100);
  return room;
}

/** Sends a request without waiting for its reply. */
export const fire = (client: TestClient, event: string, params: unknown): void => {
  client.socket.emit(event, params, () => undefined);
};
