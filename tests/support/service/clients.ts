/**
 * Presenters and watchers as plain Socket.IO clients that keep every notice, each checked against
 * its schema.
 */
import {
  ARRIVAL_PARAMETER,
  arrivalOf,
  notices,
  ROOM_HINT_PARAMETER,
  SOCKET_PATH,
  spoken,
  WireError,
  type EntryRules,
  type Handshake,
  type HeldLink,
  type LinkId,
  type NoticeName,
  type NoticePayload,
  type Reply,
  type RequestName,
  type RequestParams,
  type RequestResult,
  type Role,
  type RoomId,
} from '@lectern/protocol';
import { io, type Socket } from 'socket.io-client';
import { roomHint } from '../../../signaling-server/src/room/ids.ts';
import { doorFor } from './instances.ts';
import { makeRoomKey, type RoomKey } from './room-key.ts';

const TIMEOUT_MS = 5_000;

interface Notice {
  readonly name: string;
  readonly payload: unknown;
}

/** As our own clients say who arrives, and for which room. */
function queryOf(role: Role, auth: object, roomId: RoomId | undefined): Record<string, string> {
  const arrival = arrivalOf(role, 'token' in auth);
  return {
    ...(roomId === undefined ? {} : { [ROOM_HINT_PARAMETER]: roomHint(roomId) }),
    ...(arrival === 'new-watcher' ? {} : { [ARRIVAL_PARAMETER]: arrival }),
  };
}

export class TestClient {
  readonly socket: Socket;
  readonly role: Role;
  /** Notices that `next` has not returned yet. */
  readonly heard: Notice[] = [];
  readonly malformed: string[] = [];
  #heardOne: (() => void)[] = [];

  /** `roomId`: whose hint is in the address, for a balancer. */
  constructor(url: string, auth: object, headers: Record<string, string> = {}, roomId?: RoomId) {
    const role = 'role' in auth && auth.role === 'presenter' ? 'presenter' : 'watcher';
    this.role = role;
    const { origin, pathname } = new URL(url);
    this.socket = io(origin, {
      path: pathname.replace(/\/$/, '') + SOCKET_PATH,
      transports: ['websocket'],
      forceNew: true,
      // A proxy of a test has a certificate of the test's own.
      rejectUnauthorized: false,
      reconnection: false,
      auth,
      query: queryOf(role, auth, roomId),
      extraHeaders: headers,
    });
    this.socket.onAny((name: string, payload: unknown) => this.#receive(name, payload));
  }

  #receive(name: string, payload: unknown): void {
    const spec = Object.entries(notices).find(([known]) => known === name)?.[1];
    const mayHear: readonly Role[] = spec?.to ?? [];
    if (!mayHear.includes(this.role) || spec?.payload.safeParse(payload).success !== true) this.malformed.push(name);
    this.heard.push({ name, payload });
    for (const wake of this.#heardOne.splice(0)) wake();
  }

  /** The next notice of that name. It may have arrived already. */
  async next<N extends NoticeName>(name: N): Promise<NoticePayload<N>> {
    const deadline = AbortSignal.timeout(TIMEOUT_MS);
    for (;;) {
      const index = this.heard.findIndex((notice) => notice.name === name);
      const [found] = index === -1 ? [] : this.heard.splice(index, 1);
      if (found !== undefined) return found.payload as NoticePayload<N>;
      await new Promise<void>((resolve, reject) => {
        this.#heardOne.push(resolve);
        deadline.addEventListener('abort', () =>
          reject(new Error(`no ${name}; heard ${this.heard.map((notice) => notice.name).join(', ')}`)),
        );
      });
    }
  }

  /** Sends any event with any values, and gives its acknowledgement. */
  ask(event: string, ...values: unknown[]): Promise<Reply<unknown>> {
    return this.socket.timeout(TIMEOUT_MS).emitWithAck(event, ...values) as Promise<Reply<unknown>>;
  }

  /** Sends a request that must succeed. */
  async request<N extends RequestName>(name: N, params: RequestParams<N>): Promise<RequestResult<N>> {
    const reply = await this.ask(name, params);
    if (!reply.ok) throw new Error(`${name} failed: ${reply.error.code} ${reply.error.message}`);
    return reply.data as RequestResult<N>;
  }

  /** The code with which a request fails, or `ok`. */
  async codeOf(event: string, params: unknown): Promise<string> {
    const reply = await this.ask(event, params);
    return reply.ok ? 'ok' : reply.error.code;
  }

  /** Waits until everything that the service has sent so far has arrived. */
  async settle(): Promise<void> {
    await this.codeOf('link:candidate', null);
  }

  async disconnected(): Promise<string> {
    if (this.socket.disconnected && this.socket.id === undefined && !this.socket.active) return 'already';
    return new Promise((resolve) => this.socket.once('disconnect', resolve));
  }

  close(): void {
    this.socket.disconnect();
  }
}

const everyone = new Set<TestClient>();

/** Closes all clients. Throws if any of them got a notice outside its schema. */
export function closeClients(): void {
  const malformed = [...everyone].flatMap((client) => client.malformed);
  for (const client of everyone) client.close();
  everyone.clear();
  if (malformed.length > 0) throw new Error(`notices against their schema or role: ${malformed.join(', ')}`);
}

export function connect(
  url: string,
  auth: Handshake | object,
  headers?: Record<string, string>,
  roomId?: RoomId,
): TestClient {
  const role = 'role' in auth && auth.role === 'presenter' ? 'presenter' : 'watcher';
  const client = new TestClient(doorFor(url, role), auth, headers, roomId);
  everyone.add(client);
  return client;
}

/** The error with which the service refuses this handshake. */
export async function refusalOf(url: string, auth: object, headers?: Record<string, string>): Promise<WireError> {
  const client = connect(url, auth, headers);
  try {
    return await new Promise((resolve, reject) => {
      client.socket.once('connect', () => reject(new Error('was let in')));
      client.socket.once('connect_error', (error: Error & { data?: unknown }) =>
        error.data === undefined ? reject(error) : resolve(WireError.parse(error.data)),
      );
    });
  } finally {
    client.close();
    everyone.delete(client);
  }
}

interface WatcherSays {
  readonly token?: string;
  readonly holds?: string;
  readonly passcode?: string;
}

export async function joinRoom(url: string, roomId: RoomId, says: WatcherSays = {}, headers?: Record<string, string>) {
  const client = connect(url, { role: 'watcher', protocol: spoken, roomId, ...says }, headers, roomId);
  const joined = await Promise.race([client.next('room:joined'), refused(client)]);
  return { client, joined };
}

interface PresenterSays {
  readonly key?: RoomKey;
  readonly epoch?: number;
  readonly live?: boolean;
  readonly links?: readonly HeldLink[];
  readonly entry?: EntryRules;
  readonly turnOnly?: boolean;
  readonly publishes?: boolean;
  readonly publishing?: LinkId;
  /** Opens the room with this token instead of a proof. */
  readonly token?: string;
  /** The service that the proof names, if not the one that is dialed. */
  readonly service?: string;
  /** The address that it says it has dialed. */
  readonly dialed?: string;
  /** Further headers of its connection. */
  readonly headers?: Readonly<Record<string, string>>;
}

export const about = { title: 'Optics', presenter: 'Ada' };

/** Connects a presenter and waits for its challenge. It has not opened a room. */
export async function challengePresenter(
  url: string,
  token?: string,
  headers?: Record<string, string>,
  { dialed, roomId }: { readonly dialed?: string | undefined; readonly roomId?: RoomId } = {},
) {
  const auth = {
    role: 'presenter',
    protocol: spoken,
    ...(token === undefined ? {} : { token }),
    ...(dialed === undefined ? {} : { dialed }),
  };
  const client = connect(url, auth, headers, roomId);
  return { client, challenged: await Promise.race([client.next('presenter:challenged'), refused(client)]) };
}

export async function openRoom(url: string, says: PresenterSays = {}) {
  const key = says.key ?? (await makeRoomKey());
  const { roomId } = key;
  const { client, challenged } = await challengePresenter(url, says.token, says.headers, {
    dialed: says.dialed,
    roomId,
  });
  const epoch = says.epoch ?? challenged.now;
  const { challenge } = challenged;
  const params = {
    roomId,
    epoch,
    live: says.live ?? true,
    about,
    links: [...(says.links ?? [])],
    entry: says.entry,
    turnOnly: says.turnOnly,
    publishes: says.publishes,
    publishing: says.publishing,
  };
  const proof = await key.prove({ service: says.service ?? new URL(url).host, roomId, epoch, challenge });
  const opened = await client.request('room:open', says.token === undefined ? { ...params, proof } : params);
  return { client, key, roomId, epoch, opened };
}

function refused(client: TestClient): Promise<never> {
  return new Promise((_resolve, reject) => {
    client.socket.once('connect_error', reject);
  });
}
