/** Attacks on the event loop: many requests, long ones, and all kinds of them at once. */
import { randomBytes } from 'node:crypto';
import { requests, spoken, type LinkId, type RequestName, type Role } from '@lectern/protocol';
import { about, challengePresenter } from '../../service/clients.ts';
import { RawWebSocket } from '../raw-websocket.ts';
import { atRate, fire, forEver, HOSTILE_ADDRESS, joinRaw, openHostileRoom, type Attack } from './attack.ts';

const RECEIVERS = 100;
const DESCRIPTIONS_PER_SECOND = 400;
const OPENINGS_PER_SECOND = 30;
const LONG_MESSAGES_PER_SECOND = 40;
const PAIRS_PER_SECOND = 200;
const HANDSHAKES_PER_SECOND = 1_000;
const newId = (): string => randomBytes(16).toString('base64url');

/** Every description is another one, and goes to all watchers of the room. */
export const describeStorm: Attack = async ({ url }) => {
  const { client, roomId } = await openHostileRoom(url);
  for (let count = 0; count < RECEIVERS; count += 1) await joinRaw(url, roomId);
  let count = 0;
  atRate(DESCRIPTIONS_PER_SECOND, () => {
    count += 1;
    fire(client, 'room:describe', { about: { ...about, title: String(count).padEnd(80, '.') } });
  });
};

/** Opens its room again and again, each time with thousands of links that it says it holds. */
export const openStorm: Attack = async ({ url }) => {
  const first = await openHostileRoom(url);
  const links = Array.from({ length: 3_500 }, () => ({ linkId: newId(), watcherId: newId() }));
  const { roomId, epoch } = first;
  // A token takes a room over only from a presenter that has gone.
  first.client.close();
  const { client } = await challengePresenter(url, first.opened.token);
  atRate(OPENINGS_PER_SECOND, () => fire(client, 'room:open', { roomId, epoch, live: true, about, links }));
};

/** Messages of 240 KB that are slow to parse, from a watcher of the honest room. */
export const longMessages: Attack = async ({ url, roomId }) => {
  const message = `421["link:candidate",[${'[],'.repeat(80_000)}[]]]`;
  let sendNext: () => void = () => undefined;
  atRate(LONG_MESSAGES_PER_SECOND, () => sendNext());
  void forEver(20, async () => {
    const { socket } = await joinRaw(url, roomId);
    sendNext = () => socket.send(message);
    await socket.closed();
  });
};

/** Handshakes to namespaces that do not exist. */
export const absentNamespaces: Attack = async ({ url }) => {
  let sendNext: () => void = () => undefined;
  atRate(HANDSHAKES_PER_SECOND, () => sendNext());
  void forEver(20, async () => {
    const socket = await RawWebSocket.open(url, { localAddress: HOSTILE_ADDRESS });
    sendNext = () => socket.send(`40/nowhere,${JSON.stringify({ role: 'watcher', protocol: spoken })}`);
    await socket.closed();
  });
};

const mayAsk = (role: Role, name: RequestName): boolean => (requests[name].from as readonly Role[]).includes(role);

/** Every pair of requests at once, of the presenter and of a watcher, over and over. */
export const everyPair: Attack = async ({ url }) => {
  const names = Object.keys(requests) as RequestName[];
  const pairs = names.flatMap((first) => names.map((second): [RequestName, RequestName] => [first, second]));
  const { client, roomId, epoch } = await openHostileRoom(url);
  let watcher = await joinRaw(url, roomId);
  let round = 1;
  const paramsOf = (name: RequestName, linkId: LinkId | undefined): unknown =>
    ({
      'room:open': { roomId, epoch, live: true, about, links: [] },
      'room:start': {},
      'room:stop': {},
      'connection:check': {},
      'stream:grant': { generation: 'a'.repeat(22) },
      'stream:revoke': {},
      'room:leave': {},
      'room:describe': { about },
      'entry:change': { entry: { passcode: null, lobby: false, watchers: 'stay' } },
      'lobby:admit': {},
      'link:say': { linkId, message: { kind: 'quality-capped', highest: 1 } },
      'link:prepare': {},
      'room:report': { direct: 1, turn: 0, recoveries: 1, freezes: 1 },
      'watcher:remove': { watcherId: newId() },
      'link:offer': { linkId, round, sdp: 'v=0' },
      'link:answer': { linkId, round, sdp: 'v=0' },
      'link:candidate': { linkId, round, candidate: { candidate: '' } },
      'link:connected': { linkId, afterMs: 1, route: 'direct' },
      'link:restart': { linkId },
      'link:replace': { linkId },
      'link:refresh-ice': { linkId },
    })[name];
  void forEver(100, async () => {
    await watcher.socket.closed();
    watcher = await joinRaw(url, roomId);
  });
  let index = 0;
  atRate(PAIRS_PER_SECOND, () => {
    index = (index + 1) % pairs.length;
    round += 1;
    for (const name of pairs[index] ?? []) {
      const params = paramsOf(name, watcher.linkId);
      if (mayAsk('presenter', name)) fire(client, name, params);
      if (mayAsk('watcher', name)) watcher.socket.send(`421${JSON.stringify([name, params])}`);
    }
  });
};
