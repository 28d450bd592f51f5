/**
 * A room at a real Janus, with media, whose service is killed: the service that starts again, or the
 * other instance, goes on with the same links.
 */
import type { LinkId, RoomId } from '@lectern/protocol';
import { afterEach, describe, expect, test } from 'vitest';
import { systemPrograms } from '../../scripts/programs/system-programs.ts';
import { startJanus } from '../support/machine/janus.ts';
import { startRedis } from '../support/machine/redis.ts';
import { LightPeers } from '../support/measure/relay/light-peers.ts';
import { closeClients, joinRoom, openRoom } from '../support/service/clients.ts';
import { startServiceProcess } from '../support/service/service-process.ts';

const SOON = { timeout: 60_000 };
const LAYERS_KBPS = [100, 200, 400];
const TOKEN_SECRET = 'x7Qm2vR9kLw4tYb8nZc3jHd6sFg1pAe5';

const shown = { width: 1280, height: 720, fps: 30, freezes: 0, droppedFrames: 0, decodeMs: 4, delayMs: 120 } as const;
const report = { ...shown, route: 'direct', page: 'shown', sound: 'on' } as const;

let open = new AsyncDisposableStack();
afterEach(async () => {
  closeClients();
  await open.disposeAsync();
  open = new AsyncDisposableStack();
});

type Presenter = Awaited<ReturnType<typeof openRoom>>;
type Client = Presenter['client'];
/** A client waits five seconds for a notice; Janus may take longer here. */
async function next<N extends Parameters<Client['next']>[0]>(client: Client, name: N) {
  await expect.poll(() => client.heard.some((notice) => notice.name === name), SOON).toBe(true);
  return await client.next(name);
}

async function startService(settings: Readonly<Record<string, string>>) {
  return open.adopt(await startServiceProcess(settings, 'source'), (service) => service.stop());
}

async function startRelay() {
  const janus = open.adopt(await startJanus(), (server) => server.close());
  return {
    LECTERN_RELAY_ORIGIN: janus.url,
    LECTERN_RELAY_SECRET: janus.secret,
    LECTERN_RELAY_USE: 'always',
    LECTERN_TOKEN_SECRET: TOKEN_SECRET,
  };
}

/** A presenter that publishes, and a watcher who receives it. */
async function openAtRelay(presenterAt: string, watcherAt = presenterAt) {
  const sender = open.adopt(new LightPeers(), (peers) => peers.close());
  const receiver = open.adopt(new LightPeers(), (peers) => peers.close());
  const presenter = await openRoom(presenterAt, { publishes: true });
  const { linkId: publishing } = await next(presenter.client, 'link:publish-requested');
  const offer = { linkId: publishing, round: 1, sdp: await sender.publish(LAYERS_KBPS) };
  await presenter.client.request('link:offer', offer);
  await sender.accept((await next(presenter.client, 'link:answered')).sdp);
  expect(await next(presenter.client, 'fan-out:changed')).toMatchObject({ fanOut: 'relay' });

  const { client: watcher, joined } = await joinRoom(watcherAt, presenter.roomId);
  const { linkId, round, sdp } = await next(watcher, 'link:offered');
  await watcher.request('link:answer', { linkId, round, sdp: await receiver.receive(sdp) });
  await expectMorePackets(receiver);
  return { presenter, publishing, linkId, token: joined.token, sender, receiver };
}

type AtRelay = Awaited<ReturnType<typeof openAtRelay>>;

async function expectMorePackets(receiver: LightPeers): Promise<void> {
  const { packets } = await receiver.count();
  await expect.poll(async () => (await receiver.count()).packets, SOON).toBeGreaterThan(packets + 100);
}

const returnsToWatch = (url: string, roomId: RoomId, { token, linkId }: { token: string; linkId: LinkId }) =>
  joinRoom(url, roomId, { token, holds: linkId });

/** Both are back, in this order. Nothing of the media has changed, and all of it is driven from here. */
async function expectResumed(url: string, before: AtRelay, first: 'presenter' | 'watcher'): Promise<void> {
  const { presenter, publishing, linkId, sender, receiver } = before;
  const { key, epoch, roomId } = presenter;
  const early = first === 'watcher' ? await returnsToWatch(url, roomId, before) : undefined;
  const again = await openRoom(url, { key, epoch, publishes: true, publishing });
  expect(await next(again.client, 'fan-out:changed')).toMatchObject({ fanOut: 'relay' });
  const { client: watcher, joined } = early ?? (await returnsToWatch(url, roomId, before));
  expect(joined.restored).toBe(linkId);

  // What the watcher says reaches the relay's end of its link.
  const say = () => watcher.codeOf('link:say', { linkId, message: { kind: 'watcher-reported', report } });
  await expect.poll(say, SOON).toBe('ok');
  const playing = (): number[] =>
    again.client.heard.flatMap(({ name, payload }) =>
      name === 'relay:reported' ? (payload as { playing: number }).playing : [],
    );
  await expect.poll(() => playing().at(-1), SOON).toBe(1);
  await expectMorePackets(receiver);
  expect([(await sender.count()).connected, (await receiver.count()).connected]).toEqual([1, 1]);
  const unwanted = new Set(['link:publish-requested', 'link:closed', 'link:opened', 'link:offered']);
  expect([...again.client.heard, ...watcher.heard].filter(({ name }) => unwanted.has(name))).toEqual([]);
  // A newcomer is at the relay as well.
  const newcomer = await joinRoom(url, roomId);
  await next(newcomer.client, 'link:offered');

  // The relay's end closes the connection, which only it can do.
  await again.client.request('watcher:remove', { watcherId: joined.watcherId });
  await expect.poll(async () => (await receiver.count()).connected, SOON).toBe(0);
}

describe.skipIf(systemPrograms.janus.find() === undefined)('a room at the relay', { timeout: 240_000 }, () => {
  for (const first of ['presenter', 'watcher'] as const) {
    test(`goes on when its service is killed and starts again; the ${first} is back first`, async () => {
      const service = await startService(await startRelay());
      const before = await openAtRelay(service.url);
      await service.kill();
      closeClients();
      await expectMorePackets(before.receiver);
      await service.restart();
      await expectResumed(service.url, before, first);
    });
  }

  test('is replaced where Janus has nothing left of it', async () => {
    const service = await startService(await startRelay());
    const before = await openAtRelay(service.url);
    const { presenter, publishing } = before;
    await service.kill();
    closeClients();
    await Promise.all([before.sender.close(), before.receiver.close()]);
    await service.restart(await startRelay());
    const { key, epoch } = presenter;
    const { client } = await openRoom(service.url, { key, epoch, publishes: true, publishing });
    expect(await next(client, 'link:closed')).toEqual({ linkId: publishing, reason: 'replaced' });
    expect((await next(client, 'link:publish-requested')).linkId).not.toBe(publishing);
  });

  test.skipIf(systemPrograms.redis.find() === undefined)('goes on when the instance that ran it dies', async () => {
    const redis = open.adopt(await startRedis(), (server) => server.close());
    const settings = { ...(await startRelay()), LECTERN_REDIS_URL: redis.url };
    const [owner, other] = [await startService(settings), await startService(settings)];
    const before = await openAtRelay(owner.url, other.url);
    await owner.kill();
    closeClients();
    await expectMorePackets(before.receiver);
    await expectResumed(other.url, before, 'presenter');
  });
});
