/** Publishing to the relay, with a fake clock and fake media. */
import { LinkId, type LinkMessage, type RelayDigest } from '@lectern/protocol';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FakeMedia, type FakeMediaLink } from './fake-media.fixture.ts';
import { RelayFanOut, type RelayCarrier } from './relay-fan-out.ts';

const first = LinkId.parse('f'.repeat(22));
const second = LinkId.parse('s'.repeat(22));
const EPOCH = 7;

let media: FakeMedia;
let offers: LinkId[];
let replacementsRequested: LinkId[];
let said: (readonly [LinkId, LinkMessage])[];
let relay: RelayFanOut;
let carrier: RelayCarrier;

beforeEach(() => {
  vi.useFakeTimers();
  media = new FakeMedia();
  [offers, replacementsRequested, said] = [[], [], []];
  carrier = {
    isOpen: () => true,
    whenOpen: async () => undefined,
    sendOffer: async (linkId) => void offers.push(linkId),
    sendCandidate: () => undefined,
    refreshIce: async () => [],
    requestReplacement: async (linkId) => replacementsRequested.push(linkId) > 0,
    say: (linkId, message) => void said.push([linkId, message]),
  };
  relay = new RelayFanOut(media);
  relay.setMediaState({ paused: false, video: true, audio: true });
});

afterEach(() => {
  relay.closeAll();
  vi.useRealTimers();
});

const publish = async (linkId: LinkId): Promise<FakeMediaLink> => {
  relay.publish({ linkId, epoch: EPOCH, iceServers: [] }, carrier);
  await vi.advanceTimersByTimeAsync(0);
  const link = media.links.find((each) => each.linkId === linkId);
  if (!link) throw new Error('not published');
  return link;
};

const digestOf = (watchers: number): RelayDigest => ({ watchers, playing: 0, layers: [], freezes: 0, first: [] });

test('a request is answered by an offer, once, and what can be seen and heard is said after it', async () => {
  await publish(first);
  await publish(first);
  expect(offers).toEqual([first]);
  expect(said).toEqual([
    [first, { kind: 'media-changed', epoch: EPOCH, state: { paused: false, video: true, audio: true, layers: [] } }],
  ]);
  expect(relay.state.get().link).toBe('negotiating');
  relay.handleAnswer(first, 1, 'answer');
  await vi.advanceTimersByTimeAsync(0);
  expect(relay.state.get().link).toBe('connected');
});

test('the offer has no data channel', async () => {
  const link = await publish(first);
  relay.handleAnswer(first, 1, 'answer');
  await vi.advanceTimersByTimeAsync(0);
  expect(link.hasChannel).toBe(false);
});

test('a change is said at once, and again when signaling is back', async () => {
  await publish(first);
  said = [];
  relay.setMediaState({ paused: true, video: true, audio: false });
  expect(said).toMatchObject([[first, { state: { paused: true } }]]);
  relay.hurry();
  expect(said).toHaveLength(2);
});

test('the layers that are asked for hold for a link that comes later, and others than of our codec are none', async () => {
  const link = await publish(first);
  expect(link.highest).toBe(2);
  relay.setLayers([
    { codec: 'av1', highest: 2 },
    { codec: 'vp8', highest: 1 },
  ]);
  expect(link.highest).toBe(1);
  const next = await publish(second);
  expect(next.highest).toBe(1);
  relay.setLayers([{ codec: 'av1', highest: 2 }]);
  expect([link.highest, next.highest]).toEqual(['sound', 'sound']);
});

test('a link beyond repair is closed, and another is asked for', async () => {
  const link = await publish(first);
  link.breakDown();
  expect(link.pc.connectionState).toBe('closed');
  expect(replacementsRequested).toEqual([first]);
  expect(relay.state.get().link).toBeNull();
  await publish(second);
  expect(offers).toEqual([first, second]);
});

test('two links stand side by side until the service closes the older one', async () => {
  const [older, newer] = [await publish(first), await publish(second)];
  expect(older.pc.connectionState).not.toBe('closed');
  relay.close(first);
  expect(older.pc.connectionState).toBe('closed');
  expect(newer.pc.connectionState).not.toBe('closed');
  expect(relay.state.get().link).toBe('negotiating');
});

test('the end is said, a hand-over is not, and both forget where the room was', async () => {
  for (const leave of ['end', 'closeAll'] as const) {
    relay.setFanOut('relay', 'uplink');
    relay.setDigest(digestOf(3));
    relay.setLayers([]);
    const link = await publish(leave === 'end' ? first : second);
    expect(relay.state.get()).toMatchObject({ fanOut: 'relay', reason: 'uplink', digest: { watchers: 3 } });
    said = [];
    relay[leave]();
    expect(said.map(([, { kind }]) => kind)).toEqual(leave === 'end' ? ['ended'] : []);
    expect(link.pc.connectionState).toBe('closed');
    expect(relay.state.get()).toEqual({ fanOut: 'direct', reason: null, link: null, digest: null });
    const next = await publish(LinkId.parse(leave.padEnd(22, '_')));
    expect(next.highest).toBe(2);
    relay.closeAll();
  }
});

test('the last watcher of the relay has left', () => {
  relay.setDigest(digestOf(1));
  relay.setDigest(digestOf(0));
  expect(relay.state.get().digest).toBeNull();
});
