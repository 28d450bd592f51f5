/** Which ICE servers an end gives its peer connection, from one round to the next. */
import { expect, test } from 'vitest';
import { LinkId } from '@lectern/protocol';
import { linkConfiguration, stunUrlsOf } from './ice-servers.ts';
import { ladder } from './ladder.fixture.ts';
import { OutboundLink } from './outbound-link.ts';

const stun = { urls: ['stun:s.example'] };
const turnBy = (username: string) => ({ urls: ['turn:t.example', 'turns:t.example'], username, credential: 'word' });

test('a direct configuration has no TURN, a turnOnly one relays everything', () => {
  const servers = [stun, turnBy('a')];
  expect(linkConfiguration(servers)).toMatchObject({ iceServers: [stun], iceTransportPolicy: 'all' });
  expect(linkConfiguration(servers, { withTurn: true, turnOnly: false })).toMatchObject({
    iceServers: servers,
    iceTransportPolicy: 'all',
  });
  expect(linkConfiguration(servers, { withTurn: true, turnOnly: true })).toMatchObject({
    iceServers: servers,
    iceTransportPolicy: 'relay',
  });
  // Without TURN, a room that uses TURN only has no path, and no address is sent.
  expect(linkConfiguration([stun], { withTurn: false, turnOnly: true }).iceTransportPolicy).toBe('relay');
  expect(stunUrlsOf([{ urls: ['stun:s.example', 'turn:t.example'] }])).toEqual(['stun:s.example']);
});

/** No browser here: a connection that keeps its configurations. */
class FakePeerConnection extends EventTarget {
  connectionState: RTCPeerConnectionState = 'new';
  readonly signalingState = 'stable';
  readonly localDescription = { type: 'offer', sdp: 'offer' };
  readonly configured: RTCConfiguration[] = [];

  createDataChannel(): object {
    return Object.assign(new EventTarget(), { readyState: 'connecting', close: () => undefined });
  }

  getConfiguration(): RTCConfiguration {
    return {};
  }

  setConfiguration(configuration: RTCConfiguration): void {
    this.configured.push(configuration);
  }

  async createOffer(): Promise<object> {
    return this.localDescription;
  }

  async setLocalDescription(): Promise<void> {
    // It gathers nothing.
  }

  restartIce(): void {
    // It is never connected.
  }

  connect(): void {
    this.connectionState = 'connected';
    this.dispatchEvent(new Event('connectionstatechange'));
  }
}

function openLink(needsTurn: (attempt: number) => boolean) {
  const pc = new FakePeerConnection();
  let issued = 0;
  const link = new OutboundLink({
    linkId: LinkId.parse('a'.repeat(22)),
    pc: pc as EventTarget as RTCPeerConnection,
    iceServers: [stun, turnBy('first')],
    needsTurn,
    ladder,
    onState: () => undefined,
    onMessage: () => undefined,
    onGivenUp: () => undefined,
    carrier: {
      isOpen: () => true,
      whenOpen: async () => undefined,
      sendCandidate: () => undefined,
      sendOffer: async () => undefined,
      refreshIce: async () => [stun, turnBy(`fresh ${String((issued += 1))}`)],
    },
  });
  return { link, pc };
}
const namesIn = ({ configured }: FakePeerConnection): (string | undefined)[] =>
  configured.map(({ iceServers }) => iceServers?.at(-1)?.username);

test('TURN is taken when a round needs it, with the newest credentials, and kept', async () => {
  const { link, pc } = openLink((attempt) => attempt > 1);
  await link.offer();
  link.renewIceServers([stun, turnBy('renewed')]);
  expect(pc.configured).toEqual([]);
  await link.restart();
  expect(namesIn(pc)).toEqual(['fresh 1']);
  link.renewIceServers([stun, turnBy('renewed again')]);
  expect(namesIn(pc)).toEqual(['fresh 1', 'renewed again']);
});

test('a link that was connected counts its attempts again', async () => {
  const asked: number[] = [];
  const { link, pc } = openLink((attempt) => {
    asked.push(attempt);
    return false;
  });
  await link.offer();
  await link.restart();
  pc.connect();
  await link.restart();
  expect(asked).toEqual([1, 2, 1]);
  link.close();
  link.renewIceServers([stun, turnBy('late')]);
  expect(pc.configured).toEqual([]);
});
