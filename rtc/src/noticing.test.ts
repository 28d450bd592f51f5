/**
 * What both ends of a link do about a path on which nothing comes, with a fake clock and no
 * browser.
 */
import { LinkId, type LinkMessage } from '@lectern/protocol';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { InboundLink } from './inbound-link.ts';
import { ladder, noticing } from './ladder.fixture.ts';
import { OutboundLink, restartTurns, type OutboundCarrier, type Turns } from './outbound-link.ts';

class Channel extends EventTarget {
  readyState: RTCDataChannelState = 'open';
  readonly sent: LinkMessage[] = [];

  send(text: string): void {
    this.sent.push(JSON.parse(text) as LinkMessage);
  }
}

class Connection extends EventTarget {
  connectionState: RTCPeerConnectionState = 'connected';
  signalingState: RTCSignalingState = 'stable';
  iceConnectionState: RTCIceConnectionState = 'connected';
  localDescription: { type: string; sdp: string } | null = null;
  iceRestarts = 0;
  readonly channel = new Channel();

  createDataChannel(): Channel {
    return this.channel;
  }

  async createOffer(): Promise<object> {
    return { type: 'offer', sdp: 'offer' };
  }

  async setLocalDescription(description: { type: string; sdp: string }): Promise<void> {
    this.localDescription = description;
    this.signalingState = 'have-local-offer';
  }

  async setRemoteDescription(): Promise<void> {
    this.signalingState = 'stable';
  }

  async addIceCandidate(): Promise<void> {}

  restartIce(): void {
    this.iceRestarts += 1;
  }

  become(state: RTCPeerConnectionState): void {
    this.connectionState = state;
    this.dispatchEvent(new Event('connectionstatechange'));
  }

  get pc(): RTCPeerConnection {
    return this as EventTarget as RTCPeerConnection;
  }
}

const linkId = LinkId.parse('a'.repeat(22));
let connection: Connection;
let happened: string[];
let begunAtMs: number;
const note = (what: string): void => void happened.push(`${what} at ${String(performance.now() - begunAtMs)}`);

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
  connection = new Connection();
  happened = [];
  begunAtMs = performance.now();
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const ends = {
  linkId,
  iceServers: [],
  ladder,
  needsTurn: () => false,
  onState: (state: string) => note(state),
  onMessage: () => undefined,
  onGivenUp: () => note('given up'),
};

describe('the watcher', () => {
  let isSignalingOpen: boolean;
  let link: InboundLink;
  let packets: number;

  beforeEach(async () => {
    isSignalingOpen = true;
    packets = 0;
    link = new InboundLink({
      ...ends,
      pc: connection.pc,
      noticing,
      onSuspected: () => note('suspected'),
      onTrack: () => undefined,
      carrier: {
        isOpen: () => isSignalingOpen,
        sendCandidate: () => undefined,
        sendAnswer: async () => undefined,
        requestRestart: () => note('restart requested'),
        say: () => false,
      },
    });
    connection.become('connected');
    await read(400, 'flowing');
    happened = [];
    begunAtMs = performance.now();
  });
  afterEach(() => link.close());

  /** Readings, five a second. */
  async function read(forMs: number, path: 'flowing' | 'silent'): Promise<void> {
    for (let atMs = 0; atMs < forMs; atMs += 200) {
      await vi.advanceTimersByTimeAsync(200);
      if (path === 'flowing') packets += 10;
      link.noteReceived(packets);
    }
  }

  test('notices a missing path a second after the last packet, although ICE still calls it connected', async () => {
    await read(3_000, 'silent');
    expect(happened).toEqual([
      'suspected at 400',
      'interrupted at 1000',
      'restart requested at 1500',
      'restart requested at 2500',
    ]);
  });

  test('asks for a key frame with the first packet, and for no restart any more', async () => {
    await read(1_600, 'silent');
    await read(5_000, 'flowing');
    expect(happened.slice(2)).toEqual(['restart requested at 1500', 'connected at 1800']);
    expect(connection.channel.sent).toEqual([{ kind: 'key-frame-requested' }]);
  });

  test('where the network has changed, silence is no blip', async () => {
    link.networkChanged();
    await read(600, 'silent');
    expect(happened).toEqual(['suspected at 400', 'interrupted at 400', 'restart requested at 400']);
  });

  test('leaves a path alone that goes on working after a change of the network', async () => {
    link.networkChanged();
    await read(5_000, 'flowing');
    expect(happened).toEqual([]);
  });

  test('while signaling is away it asks over the channel, unless no offer could come back over it', async () => {
    isSignalingOpen = false;
    await read(3_000, 'silent');
    expect(connection.channel.sent).toEqual([]);
    await read(400, 'flowing');
    connection.become('disconnected');
    await vi.advanceTimersByTimeAsync(500);
    expect(connection.channel.sent.map(({ kind }) => kind)).toEqual(['key-frame-requested', 'restart-requested']);
  });

  test('gives the link up only where another can be had', async () => {
    isSignalingOpen = false;
    await read(20_000, 'silent');
    expect(happened.filter((what) => what.startsWith('given up'))).toEqual([]);
    isSignalingOpen = true;
    await read(5_000, 'silent');
    expect(happened.filter((what) => what.startsWith('given up'))).toHaveLength(1);
  });
});

describe('the presenter', () => {
  /** How long the service needs; undefined is for ever. */
  let replyAfterMs: number | undefined;
  let opensAtMs: number;
  let offers: number;

  const after = async <T>(value: T): Promise<T> => {
    await new Promise<void>((resolve) => replyAfterMs !== undefined && setTimeout(resolve, replyAfterMs));
    return value;
  };
  const carrier: OutboundCarrier = {
    isOpen: () => performance.now() - begunAtMs >= opensAtMs,
    whenOpen: (withinMs) =>
      new Promise((resolve) => {
        setTimeout(resolve, Math.min(withinMs, Math.max(0, opensAtMs - (performance.now() - begunAtMs))));
      }),
    sendCandidate: () => undefined,
    sendOffer: async (_linkId, round) => {
      offers += 1;
      note(`offer ${String(round)}`);
      await after(undefined);
    },
    refreshIce: () => after([]),
  };
  const present = (on = connection, restarts?: Turns): OutboundLink =>
    new OutboundLink({ ...ends, pc: on.pc, carrier, ...(restarts && { restarts }) });

  beforeEach(() => {
    replyAfterMs = 10;
    opensAtMs = 0;
    offers = 0;
  });

  test('restarts at once, with fresh credentials, while signaling is open', async () => {
    void present().restart();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(happened).toEqual(['offer 1 at 10']);
  });

  test('waits for signaling that comes back soon', async () => {
    opensAtMs = 300;
    void present().restart();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(happened).toEqual(['offer 1 at 310']);
  });

  test('goes on over the data channel after 700 ms without signaling', async () => {
    opensAtMs = Number.POSITIVE_INFINITY;
    void present().restart();
    await vi.advanceTimersByTimeAsync(699);
    expect(connection.channel.sent).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(connection.channel.sent).toMatchObject([{ kind: 'offer', round: 1 }]);
  });

  test('does not wait longer than that for a service that does not reply', async () => {
    const link = present();
    void link.offer();
    await vi.advanceTimersByTimeAsync(100);
    connection.signalingState = 'stable';
    replyAfterMs = undefined;
    begunAtMs = performance.now();
    happened = [];
    void link.restart();
    await vi.advanceTimersByTimeAsync(900);
    connection.signalingState = 'stable';
    await vi.advanceTimersByTimeAsync(1_000);
    void link.restart();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(happened).toEqual(['offer 2 at 700', 'offer 3 at 2600']);
  });

  test('one offer serves both ends, which notice a missing path together', async () => {
    const link = present();
    void link.restart();
    await vi.advanceTimersByTimeAsync(100);
    for (let asked = 0; asked < 8; asked += 1) {
      void link.restart();
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(offers).toBe(1);
    // It was lost.
    await vi.advanceTimersByTimeAsync(100);
    void link.restart();
    await vi.advanceTimersByTimeAsync(100);
    expect(offers).toBe(2);
  });

  test('two hundred links restart a few at a time, and each once', async () => {
    const turns = restartTurns();
    const connections = Array.from({ length: 200 }, () => new Connection());
    replyAfterMs = 100;
    const restarting = connections.map((one) => present(one, turns).restart());
    await vi.advanceTimersByTimeAsync(100);
    const first = connections.filter(({ iceRestarts }) => iceRestarts > 0).length;
    expect(first).toBeGreaterThan(4);
    expect(first).toBeLessThan(30);
    await vi.advanceTimersByTimeAsync(10_000);
    await Promise.all(restarting);
    expect(connections.map(({ iceRestarts }) => iceRestarts)).toEqual(connections.map(() => 1));
  });
});
