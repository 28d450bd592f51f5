/** What goes out in which order, with a fake scene and fake media. */
import { LinkId, type LinkMessage } from '@lectern/protocol';
import { expect, test, vi } from 'vitest';
import type { FanOutCarrier } from '../fan-out/direct-fan-out.ts';
import { fakeBroadcast } from './fake-broadcast.fixture.ts';

const carrier: FanOutCarrier = {
  isOpen: () => true,
  whenOpen: async () => undefined,
  sendOffer: async () => undefined,
  sendCandidate: () => undefined,
  refreshIce: async () => [],
  requestReplacement: async () => true,
};

test('nothing is sent off air', () => {
  const { broadcast, media, scene } = fakeBroadcast();
  scene.report.set({ size: { width: 1920, height: 1080 } });
  expect(media.scene).toBeNull();
  broadcast.start();
  expect(media.scene).toMatchObject({ content: 'motion', size: { width: 1920, height: 1080 } });
  broadcast.end();
  expect(media.scene).toBeNull();
});

test('another picture size reaches the media, also where only the width is another', () => {
  const { broadcast, media, scene } = fakeBroadcast();
  broadcast.start();
  for (const width of [960, 720, 405]) {
    scene.report.set({ size: { width, height: 540 } });
    expect(media.scene?.size).toEqual({ width, height: 540 });
  }
});

test('the scene is paused during a pause, and runs again however the pause ends', () => {
  for (const leave of ['resume', 'end', 'handOver'] as const) {
    const { broadcast, scene } = fakeBroadcast();
    broadcast.start();
    broadcast.pause();
    expect(scene.calls).toEqual(['pause']);
    broadcast[leave]();
    expect(scene.calls).toEqual(['pause', 'resume']);
  }
});

test('the link to the relay closes with the others, and its watchers are told of the end alone', () => {
  for (const leave of ['end', 'handOver', 'close'] as const) {
    const { broadcast, media } = fakeBroadcast();
    const said: string[] = [];
    broadcast.start();
    const relay = { ...carrier, say: (_linkId: LinkId, { kind }: LinkMessage) => void said.push(kind) };
    broadcast.relay.publish({ linkId: LinkId.parse('r'.repeat(22)), epoch: 1, iceServers: [] }, relay);
    broadcast.pause();
    broadcast[leave]();
    expect(media.links[0]?.pc.connectionState).toBe('closed');
    expect(said).toEqual(leave === 'end' ? ['media-changed', 'ended'] : ['media-changed']);
  }
});

test('a paused scene runs again only after the links have closed', () => {
  for (const leave of ['end', 'handOver'] as const) {
    const { broadcast, media, scene } = fakeBroadcast();
    broadcast.start();
    broadcast.links.open({ linkId: LinkId.parse('l'.repeat(22)), iceServers: [] }, carrier);
    broadcast.pause();
    let linkAtResume: RTCPeerConnectionState | undefined;
    scene.resume = () => (linkAtResume = media.links[0]?.pc.connectionState);
    broadcast[leave]();
    expect(linkAtResume).toBe('closed');
  }
});

test('after a pause the watchers are sent that there is sound again', () => {
  const { broadcast } = fakeBroadcast();
  const states = vi.spyOn(broadcast.links, 'setMediaState');
  broadcast.start();
  broadcast.pause();
  broadcast.resume();
  expect(states.mock.calls.flat()).toEqual([
    { paused: false, video: true, audio: true },
    { paused: true, video: true, audio: false },
    { paused: false, video: true, audio: true },
  ]);
});
