/**
 * For every request of the table: its sender, what has to come before, and valid parameters. A
 * missing row does not compile.
 */
import {
  StreamGeneration,
  type LinkId,
  type RequestName,
  type RequestParams,
  type Role,
  type WatcherId,
} from '@lectern/protocol';
import { about, challengePresenter, joinRoom, openRoom, type TestClient } from '../support/service/clients.ts';
import { makeRoomKey } from '../support/service/room-key.ts';

/** Two live rooms: one with a presenter and two watchers, another with one watcher. */
export interface Stage {
  readonly url: string;
  readonly presenter: TestClient;
  readonly watcher: TestClient;
  readonly watcherId: WatcherId;
  readonly linkId: LinkId;
  readonly other: { readonly watcher: TestClient; readonly linkId: LinkId };
  readonly elsewhere: { readonly presenter: TestClient; readonly watcher: TestClient; readonly linkId: LinkId };
}

async function watch(url: string, room: Awaited<ReturnType<typeof openRoom>>) {
  const { client, joined } = await joinRoom(url, room.roomId);
  const { link } = joined;
  if (link === undefined) throw new Error('a live room opened no link');
  return { watcher: client, watcherId: link.watcherId, linkId: link.linkId };
}

export async function setStage(url: string): Promise<Stage> {
  const here = await openRoom(url);
  const there = await openRoom(url);
  const [first, other, elsewhere] = [await watch(url, here), await watch(url, here), await watch(url, there)];
  const stage = { url, presenter: here.client, ...first, other, elsewhere: { presenter: there.client, ...elsewhere } };
  for (const client of clientsOf(stage)) {
    await client.settle();
    if (client.role === 'presenter') await client.next('watchers:changed');
    client.heard.length = 0;
  }
  return stage;
}

export const clientsOf = ({ presenter, watcher, other, elsewhere }: Stage): TestClient[] => [
  presenter,
  watcher,
  other.watcher,
  elsewhere.presenter,
  elsewhere.watcher,
];

interface RequestCase<N extends RequestName> {
  /** The sender, if not the stage's own client of that role. */
  readonly asker?: (stage: Stage) => Promise<TestClient>;
  /** What has to happen before. */
  readonly before?: (stage: Stage) => Promise<unknown>;
  readonly params: (stage: Stage, asker: TestClient) => RequestParams<N> | Promise<RequestParams<N>>;
}

const key = await makeRoomKey();
const candidate = { candidate: 'candidate:1 1 udp 1 192.0.2.1 9 typ host', sdpMid: '0', sdpMLineIndex: 0 };
const challenges = new WeakMap<TestClient, { challenge: string; now: number }>();
const offerFirst = ({ presenter, linkId }: Stage) => presenter.request('link:offer', { linkId, round: 1, sdp: 'v=0' });

export const requestCases: { readonly [N in RequestName]: RequestCase<N> } = {
  'room:open': {
    asker: async ({ url }) => {
      const { client, challenged } = await challengePresenter(url);
      challenges.set(client, challenged);
      return client;
    },
    params: async ({ url }, asker) => {
      const { roomId } = key;
      const { challenge, now: epoch } = challenges.get(asker) ?? { challenge: 'none', now: 1 };
      const proof = await key.prove({ service: new URL(url).host, roomId, epoch, challenge });
      return { roomId, epoch, live: true, about, links: [], proof };
    },
  },
  'room:start': { before: ({ presenter }) => presenter.request('room:stop', {}), params: () => ({}) },
  'room:stop': { params: () => ({}) },
  'room:describe': { params: () => ({ about: { ...about, title: 'Waves' } }) },
  'room:report': { params: () => ({ direct: 2, turn: 1, recoveries: 3, freezes: 4 }) },
  'entry:change': { params: () => ({ entry: { passcode: null, lobby: true, watchers: 'stay' } }) },
  'lobby:admit': { params: ({ watcherId }) => ({ watcherIds: [watcherId] }) },
  'stream:grant': { params: () => ({ generation: StreamGeneration.parse('a'.repeat(22)) }) },
  'stream:revoke': { params: () => ({}) },
  'connection:check': { params: () => ({}) },
  'room:leave': { params: () => ({}) },
  'watcher:remove': { params: ({ watcherId }) => ({ watcherId }) },
  'link:prepare': { params: () => ({}) },
  'link:offer': { params: ({ linkId }) => ({ linkId, round: 1, sdp: 'v=0' }) },
  'link:answer': {
    before: offerFirst,
    params: ({ linkId }) => ({
      linkId,
      round: 1,
      sdp: 'v=0',
      decodes: [{ codec: 'av1', smooth: true, powerEfficient: false }],
    }),
  },
  'link:candidate': { before: offerFirst, params: ({ linkId }) => ({ linkId, round: 1, candidate }) },
  'link:say': { params: ({ linkId }) => ({ linkId, message: { kind: 'quality-capped', highest: 1 } }) },
  'link:connected': { params: ({ linkId }) => ({ linkId, afterMs: 840, route: 'direct' }) },
  'link:restart': { params: ({ linkId }) => ({ linkId }) },
  'link:replace': { params: ({ linkId }) => ({ linkId }) },
  'link:refresh-ice': { params: ({ linkId }) => ({ linkId }) },
};

export const askerOf = async (name: RequestName, role: Role, stage: Stage): Promise<TestClient> =>
  (await requestCases[name].asker?.(stage)) ?? stage[role];
