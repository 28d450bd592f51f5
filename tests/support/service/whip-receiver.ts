/**
 * A WHIP server in front of a real Janus, for publishers under test: it refuses what the test wants
 * refused, and hands out what is published to a browser that watches.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import * as z from 'zod/mini';
import { relay } from '../../../signaling-server/src/relay-policy.ts';
import { JanusConnection } from '../../../signaling-server/src/relay/janus/connection.ts';
import type { JanusHandle } from '../../../signaling-server/src/relay/janus/handle.ts';
import { JanusSession } from '../../../signaling-server/src/relay/janus/session.ts';
import { RoomPublisher, VideoRooms } from '../../../signaling-server/src/relay/janus/video-room.ts';
import type { JanusServer } from '../machine/janus.ts';

const ROOM = { room: 'whip', secret: 'of the room' };
/** This machine may be busy. */
const policy = { ...relay, connectWithinMs: 20_000, answerWithinMs: 20_000 };

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly token: string | null;
  readonly contentType: string | null;
  readonly body: string;
}

const Participants = z.object({ participants: z.array(z.object({ id: z.string() })) });
const Anything = z.looseObject({});

export class WhipReceiver {
  readonly address: string;
  /** Every request, the oldest first. */
  readonly asked: Asked[] = [];
  /** The status of the next answers to offers, instead of an answer. */
  readonly refusals: number[] = [];
  readonly #session: JanusSession;
  readonly #published = new Map<string, JanusHandle>();
  readonly #close: () => void;
  #count = 0;

  private constructor(session: JanusSession, address: string, close: () => void) {
    this.#session = session;
    this.address = address;
    this.#close = close;
  }

  static async start(janus: JanusServer): Promise<WhipReceiver> {
    const own: { session?: JanusSession } = {};
    const connection = await JanusConnection.open(
      { url: janus.url, api: 'api', secret: janus.secret, policy },
      { message: (message) => own.session?.receive(message), lost: () => undefined },
    );
    const session = (own.session = await JanusSession.create({
      connection,
      policy: { keepAliveMs: 1_000 },
      onEnded: () => undefined,
    }));
    await new VideoRooms(await session.attach('videoroom', 'whip/rooms'), janus.secret).create(ROOM);
    const http = createServer((request, response) => void receiver.#answer(request, response));
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    const { port } = http.address() as AddressInfo;
    const receiver = new WhipReceiver(session, `http://127.0.0.1:${String(port)}/whip/secret-name`, () => {
      http.closeAllConnections();
      http.close();
      connection.close();
    });
    return receiver;
  }

  get publishing(): number {
    return this.#published.size;
  }

  /** The server ends the publication by itself. */
  async drop(): Promise<void> {
    for (const handle of this.#published.values()) await handle.detach();
    this.#published.clear();
  }

  /** An offer of what is published, and what its answer goes to. */
  async watch(): Promise<{ readonly offer: string; readonly start: (answer: string) => Promise<void> }> {
    const handle = await this.#session.attach('videoroom', 'whip/watcher');
    const { data } = await handle.message(Participants, { request: 'listparticipants', room: ROOM.room });
    const streams = data.participants.map(({ id }) => ({ feed: id }));
    const join = { request: 'join', ptype: 'subscriber', room: ROOM.room, streams };
    const { description } = await handle.message(Anything, join);
    const start = async (sdp: string): Promise<void> => {
      await handle.message(Anything, { request: 'start' }, { type: 'answer', sdp });
    };
    return { offer: description?.sdp ?? '', start };
  }

  close(): void {
    this.#close();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url: path = '' } = request;
    const token = request.headers.authorization?.replace('Bearer ', '') ?? null;
    const body = await text(request);
    this.asked.push({ method, path, token, contentType: request.headers['content-type'] ?? null, body });
    const handle = this.#published.get(path);
    if (method === 'POST') return this.#publish(body, response);
    if (method === 'DELETE') {
      this.#published.delete(path);
      await handle?.detach();
    } else {
      await trickle(handle, body);
    }
    return void response.writeHead(method === 'DELETE' ? 200 : 204).end();
  }

  async #publish(offer: string, response: ServerResponse): Promise<void> {
    const refusal = this.refusals.shift();
    if (refusal !== undefined) return void response.writeHead(refusal).end();
    this.#count += 1;
    const path = `/session/${String(this.#count)}`;
    const handle = await this.#session.attach('videoroom', `whip${path}`);
    this.#published.set(path, handle);
    const publisher = new RoomPublisher(handle);
    const { answer } = await publisher.publish({ room: ROOM.room, publisher: String(this.#count), offer });
    const headers = { 'Content-Type': 'application/sdp', Location: path, ETag: '"1"' };
    response.writeHead(201, { ...headers, Link: '<stun:127.0.0.1:9>; rel="ice-server"' }).end(answer);
  }
}

async function trickle(handle: JanusHandle | undefined, fragment: string): Promise<void> {
  const sdpMid = /^a=mid:(\S+)/m.exec(fragment)?.[1] ?? '0';
  for (const [, candidate = ''] of fragment.matchAll(/^a=(candidate:.*?)\r?$/gm)) {
    await handle?.trickle({ candidate, sdpMid, sdpMLineIndex: 0 });
  }
  if (fragment.includes('a=end-of-candidates')) await handle?.trickle(null);
}
