/** Where the messages of a watcher's link go: over its data channel, or through the service. */
import { LinkId, type LinkMessage } from '@lectern/protocol';
import { beforeEach, expect, test } from 'vitest';
import { InboundLink } from './inbound-link.ts';
import { ladder, noticing } from './ladder.fixture.ts';

class Channel extends EventTarget {
  readyState: RTCDataChannelState = 'connecting';
  readonly sent: unknown[] = [];

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }
}

class Connection extends EventTarget {
  connectionState: RTCPeerConnectionState = 'new';
  signalingState: RTCSignalingState = 'stable';
  iceConnectionState: RTCIceConnectionState = 'new';
  localDescription: { type: string; sdp: string } | null = null;
  readonly channel = new Channel();

  createDataChannel(): Channel {
    return this.channel;
  }

  async setRemoteDescription(): Promise<void> {}

  async createAnswer(): Promise<object> {
    return { type: 'answer', sdp: 'answer' };
  }

  async setLocalDescription(description: { type: string; sdp: string }): Promise<void> {
    this.localDescription = description;
  }

  get pc(): RTCPeerConnection {
    return this as EventTarget as RTCPeerConnection;
  }
}

const linkId = LinkId.parse('a'.repeat(22));
const media = 'v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\n';
const withChannel = `${media}m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\n`;
const message: LinkMessage = { kind: 'key-frame-requested' };

let connection: Connection;
let said: LinkMessage[];
let received: LinkMessage[];
let opened: number;
let isSignalingOpen: boolean;
let link: InboundLink;
beforeEach(() => {
  connection = new Connection();
  [said, received, opened, isSignalingOpen] = [[], [], 0, true];
  link = new InboundLink({
    linkId,
    pc: connection.pc,
    iceServers: [],
    ladder,
    noticing,
    needsTurn: () => false,
    onState: () => undefined,
    onMessage: (heard) => void received.push(heard),
    onChannelOpen: () => void (opened += 1),
    onGivenUp: () => undefined,
    onTrack: () => undefined,
    carrier: {
      isOpen: () => isSignalingOpen,
      sendCandidate: () => undefined,
      sendAnswer: async () => undefined,
      requestRestart: () => undefined,
      say: (_linkId, each) => isSignalingOpen && said.push(each) > 0,
    },
  });
});

test('an offer without a data channel: they are said from the first answer on, and count as sent only where the service is there', async () => {
  expect(link.send(message)).toBe(false);
  await link.handleOffer(1, media);
  expect(opened).toBe(1);
  expect([link.send(message), said]).toEqual([true, [message]]);
  await link.handleOffer(2, media);
  expect(opened).toBe(1);
  isSignalingOpen = false;
  expect([link.send(message), said]).toEqual([false, [message]]);
  isSignalingOpen = true;
  link.close();
  expect([link.send(message), said]).toEqual([false, [message]]);
});

test('an offer with a data channel: they go over it alone, also before it is open', async () => {
  await link.handleOffer(1, withChannel);
  expect([link.send(message), opened]).toEqual([false, 0]);
  connection.channel.readyState = 'open';
  connection.channel.dispatchEvent(new Event('open'));
  expect([link.send(message), opened]).toEqual([true, 1]);
  expect([connection.channel.sent, said]).toEqual([[message], []]);
});

test('what is said to the link is heard as what comes over a data channel, until it is closed', async () => {
  await link.handleOffer(1, media);
  const paused: LinkMessage = { kind: 'media-changed', epoch: 1, state: { paused: true, video: true, audio: true } };
  link.handleSaid(paused);
  link.close();
  link.handleSaid({ kind: 'ended', epoch: 1 });
  expect(received).toEqual([paused]);
});
