/**
 * The presenter app's session against the service: after lost connections and late replies both
 * agree on what is on air.
 */
import type { ProofClaims, RoomProof } from '@lectern/protocol';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { fakeBroadcast } from '../../renderer/src/broadcast/fake-broadcast.fixture.ts';
import { EpochMemory } from '../../renderer/src/session/epoch-memory.ts';
import { RemovalMemory } from '../../renderer/src/session/removal-memory.ts';
import { PresenterSession } from '../../renderer/src/session/presenter-session.ts';
import { relayTo, type Relay } from '../support/service/breakable-line.ts';
import { makeRoomKey, type RoomKey } from '../support/service/room-key.ts';
import { about, closeClients, joinRoom } from '../support/service/clients.ts';
import { startServiceProcess, type ServiceProcess } from '../support/service/service-process.ts';

let service: ServiceProcess;
let relay: Relay;
let key: RoomKey;
let { broadcast, media } = fakeBroadcast();
let session: PresenterSession | undefined;

beforeEach(async () => {
  relay = await relayTo(() => service.port);
  // In its own process, so that the app's fake timers do not affect it.
  service = await startServiceProcess({ LECTERN_OTHER_NAMES: new URL(relay.url).host }, 'source');
  key = await makeRoomKey();
  ({ broadcast, media } = fakeBroadcast());
});
afterEach(async () => {
  vi.useRealTimers();
  session?.close();
  session = undefined;
  closeClients();
  relay.close();
  await service.stop();
});

/** What the app keeps over its restarts. */
const kept = new Map<string, string>();
const storage = {
  getItem: (name: string) => kept.get(name) ?? null,
  setItem: (name: string, value: string) => void kept.set(name, value),
};

/** Signs proofs when the test releases them. */
class SlowKey {
  readonly #asked: (() => Promise<void>)[] = [];

  get asked(): number {
    return this.#asked.length;
  }

  prove(claims: ProofClaims): Promise<RoomProof> {
    const { promise, resolve } = Promise.withResolvers<RoomProof>();
    this.#asked.push(async () => resolve(await key.prove(claims)));
    return promise;
  }

  async give(index: number): Promise<void> {
    await this.#asked[index]?.();
  }
}

function present(prove: (claims: ProofClaims) => Promise<RoomProof>): PresenterSession {
  session = new PresenterSession({
    desktop: { proveRoom: prove },
    serviceUrl: relay.url,
    roomId: key.roomId,
    presenterKey: null,
    about,
    broadcast,
    epochs: new EpochMemory(storage, key.roomId),
    removals: new RemovalMemory(storage, key.roomId),
  });
  return session;
}

const becomes = (wanted: PresenterSession, name: string) =>
  vi.waitFor(() => expect(wanted.state.get().signaling.name).toBe(name), { timeout: 5_000 });

const phase = async (): Promise<string> => {
  const { client, joined } = await joinRoom(service.url, key.roomId);
  client.close();
  return joined.phase;
};

test('going live while the room is being opened reaches the service once it is open', async () => {
  const slow = new SlowKey();
  const presenter = present((claims) => slow.prove(claims));
  await becomes(presenter, 'opening');
  presenter.goLive();
  await slow.give(0);
  await becomes(presenter, 'open');
  await vi.waitFor(async () => expect(await phase()).toBe('live'));
});

test('stopping while the room is being opened reaches the service once it is open', async () => {
  const slow = new SlowKey();
  const presenter = present((claims) => slow.prove(claims));
  presenter.goLive();
  await becomes(presenter, 'opening');
  presenter.stop();
  await slow.give(0);
  await becomes(presenter, 'open');
  await vi.waitFor(async () => expect(await phase()).toBe('ended'));
});

test('a proof that arrives after its connection was lost is not used on the next one', async () => {
  const slow = new SlowKey();
  const presenter = present((claims) => slow.prove(claims));
  await vi.waitFor(() => expect(slow.asked).toBe(1));
  relay.cut();
  await vi.waitFor(() => expect(slow.asked).toBe(2), { timeout: 5_000 });
  const seen: string[] = [];
  presenter.state.subscribe(() => seen.push(presenter.state.get().signaling.name));
  await slow.give(0);
  await slow.give(1);
  await becomes(presenter, 'open');
  expect(seen).not.toContain('refused');
});

describe('prepared links', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));

  const liveWithTwo = async (): Promise<PresenterSession> => {
    const presenter = present((claims) => key.prove(claims));
    presenter.goLive();
    await vi.waitFor(() => expect(media.links).toHaveLength(2));
    return presenter;
  };

  test('a link that is given up is replaced by a new one', async () => {
    await liveWithTwo();
    for (const link of media.links.slice()) link.breakDown();
    await vi.advanceTimersByTimeAsync(5_000);
    await vi.waitFor(() => expect(media.links).toHaveLength(4));
  });

  test('links that expire after the broadcast has ended are not replaced', async () => {
    const presenter = await liveWithTwo();
    relay.cut();
    await becomes(presenter, 'returning');
    presenter.stop();
    await becomes(presenter, 'open');
    // When the second watcher is counted, requests sent before the first was counted have been
    // answered.
    for (const count of [1, 2]) {
      await joinRoom(service.url, key.roomId);
      await vi.waitFor(() => expect(presenter.state.get().inRoom).toBe(count));
    }
    expect(media.links).toHaveLength(2);
  });
});

describe('a service that does not reply, though its connection looks intact', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));

  test('gets another room:open on a new connection', async () => {
    const slow = new SlowKey();
    const presenter = present((claims) => slow.prove(claims));
    await vi.waitFor(() => expect(slow.asked).toBe(1));
    relay.stall();
    await slow.give(0);
    await vi.advanceTimersByTimeAsync(8_000);
    await vi.waitFor(() => expect(slow.asked).toBe(2));
    await slow.give(1);
    await becomes(presenter, 'open');
  });

  test('gets the on-air state again on a new connection', async () => {
    const presenter = present((claims) => key.prove(claims));
    await becomes(presenter, 'open');
    relay.stall();
    presenter.goLive();
    await vi.advanceTimersByTimeAsync(8_000);
    await vi.waitFor(async () => expect(await phase()).toBe('live'));
    relay.stall();
    presenter.stop();
    await vi.advanceTimersByTimeAsync(8_000);
    await vi.waitFor(async () => expect(await phase()).toBe('ended'));
  });
});

describe('a change of network', () => {
  test('takes the room to another connection; neither its presenter nor its watchers lose it', async () => {
    const presenter = present((claims) => key.prove(claims));
    presenter.goLive();
    await becomes(presenter, 'open');
    await vi.waitFor(async () => expect(await phase()).toBe('live'));
    const { client: watcher } = await joinRoom(service.url, key.roomId);
    const seen: string[] = [];
    presenter.state.subscribe(() => seen.push(presenter.state.get().signaling.name));
    relay.stall();
    presenter.networkChanged();
    await vi.waitFor(() => expect(seen).toContain('opening'), { timeout: 5_000 });
    await becomes(presenter, 'open');
    expect(seen).not.toContain('lost');
    presenter.stop();
    // The first change that the watcher is notified of.
    expect(await watcher.next('room:changed')).toMatchObject({ phase: 'ended' });
  });

  test('while the connection before is in doubt, what the presenter does waits, and is not lost', async () => {
    const presenter = present((claims) => key.prove(claims));
    await becomes(presenter, 'open');
    presenter.networkChanged();
    presenter.goLive();
    await vi.waitFor(async () => expect(await phase()).toBe('live'));
    relay.stall();
    presenter.networkChanged();
    presenter.stop();
    await vi.waitFor(async () => expect(await phase()).toBe('ended'), { timeout: 5_000 });
  });
});
