/** How the service's notices reach the links of both fan-outs, with fake media. */
import { LinkId, WatcherId } from '@lectern/protocol';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { DirectFanOut } from '../fan-out/direct-fan-out.ts';
import { FakeMedia } from '../fan-out/fake-media.fixture.ts';
import { RelayFanOut } from '../fan-out/relay-fan-out.ts';
import { LinkSignaling } from './link-signaling.ts';

const direct = LinkId.parse('d'.repeat(22));
const published = LinkId.parse('p'.repeat(22));
const watcherId = WatcherId.parse('w'.repeat(22));

let media: FakeMedia;
let links: DirectFanOut;
let relay: RelayFanOut;
let requested: (readonly [string, object])[];
let signaling: LinkSignaling;

beforeEach(() => {
  vi.useFakeTimers();
  media = new FakeMedia();
  [links, relay, requested] = [new DirectFanOut(media), new RelayFanOut(media), []];
  const request = async (name: string, params: object): Promise<never> => {
    requested.push([name, params]);
    return {} as never;
  };
  signaling = new LinkSignaling({
    links,
    relay,
    signaling: () => ({ isConnected: true, request }),
    isOpen: () => true,
    onChange: () => () => undefined,
    isRoomLive: () => false,
  });
});
afterEach(() => {
  links.closeAll();
  relay.closeAll();
  vi.useRealTimers();
});

const stateOf = (id: LinkId) => media.links.find(({ linkId }) => linkId === id)?.pc.connectionState;

test('the link to the relay is offered, answered, told of layers, and closed beside a direct one', async () => {
  const { notices } = signaling;
  notices['link:opened']?.({ linkId: direct, watcherId, epoch: 1, iceServers: [] });
  notices['link:publish-requested']?.({ linkId: published, epoch: 1, iceServers: [], turnOnly: undefined });
  await vi.advanceTimersByTimeAsync(0);
  expect(requested.map(([name]) => name)).toEqual(['link:offer', 'link:offer', 'link:say']);
  expect(requested.at(-1)?.[1]).toMatchObject({ linkId: published, message: { kind: 'media-changed' } });

  for (const linkId of [direct, published])
    notices['link:answered']?.({ linkId, round: 1, sdp: 'answer', decodes: undefined });
  await vi.advanceTimersByTimeAsync(0);
  expect([direct, published].map(stateOf)).toEqual(['connected', 'connected']);

  notices['layers:requested']?.({ layers: [{ codec: 'vp8', highest: 0 }] });
  expect(media.links.map(({ highest }) => highest)).toEqual([2, 0]);
  notices['fan-out:changed']?.({ fanOut: 'relay', reason: 'uplink' });
  notices['relay:reported']?.({ watchers: 1, playing: 1, layers: [0, 0, 1], freezes: 0, first: [] });
  expect(relay.state.get()).toMatchObject({ fanOut: 'relay', reason: 'uplink', digest: { watchers: 1 } });

  // The watcher has its picture from the relay: its direct link goes, and the other stays.
  notices['link:closed']?.({ linkId: direct, reason: 'removed' });
  expect([direct, published].map(stateOf)).toEqual(['closed', 'connected']);
  notices['link:closed']?.({ linkId: published, reason: 'replaced' });
  expect(stateOf(published)).toBe('closed');
  expect(relay.state.get().link).toBeNull();
});
