/**
 * What the other end of a link can make this one do over the data channel, however much it says.
 */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { LINK_MESSAGE_PACE, LinkId, type LinkMessage } from '@lectern/protocol';
import { ladder } from './ladder.fixture.ts';
import { LinkChannel } from './link-channel.ts';
import { OutboundLink } from './outbound-link.ts';

class Channel extends EventTarget {
  readyState: RTCDataChannelState = 'open';

  send(_text: string): void {}

  close(): void {
    this.readyState = 'closed';
  }
}

type Used = Pick<
  RTCPeerConnection,
  | 'connectionState'
  | 'signalingState'
  | 'localDescription'
  | 'createDataChannel'
  | 'restartIce'
  | 'setLocalDescription'
  | 'close'
> & { createOffer(): Promise<RTCSessionDescriptionInit> };

/**
 * No browser here: a connection that does nothing, with a channel on which the test speaks for the
 * other end.
 */
function fakeConnection() {
  const channel = new Channel();
  const pc = Object.assign<EventTarget, Used>(new EventTarget(), {
    connectionState: 'connected',
    signalingState: 'stable',
    localDescription: null,
    createDataChannel: () => channel as RTCDataChannel,
    restartIce: () => undefined,
    createOffer: async () => ({ type: 'offer', sdp: 'offer' }),
    setLocalDescription: async () => undefined,
    close: () => undefined,
  });
  const receive = (message: object): void => {
    if (channel.readyState === 'open') {
      channel.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(message) }));
    }
  };
  return { pc: pc as RTCPeerConnection, channel, receive };
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const wellReport = { fps: 30, freezes: 0, droppedFrames: 0, decodeMs: 3, delayMs: 80, width: 1280, height: 720 };
const report = { ...wellReport, route: 'direct', page: 'shown', sound: 'on' };
const reported = { kind: 'watcher-reported', report };
const candidate = { kind: 'candidate', round: 2, candidate: { candidate: 'candidate:1' } };

describe('the data channel', () => {
  function listening() {
    const { pc, channel, receive } = fakeConnection();
    const heard: LinkMessage[] = [];
    const { signal } = new AbortController();
    const link = new LinkChannel({ pc, onMessage: (message) => heard.push(message), signal });
    return { link, channel, receive, heard };
  }

  test('accepts everything a page sends in its busiest minute: rounds of many candidates, wishes, reports', () => {
    const { receive, heard } = listening();
    let said = 0;
    const say = (message: object): void => {
      said += 1;
      receive(message);
    };
    for (let second = 0; second < 60; second += 1) {
      if (second % 4 === 0) for (let count = 0; count < 60; count += 1) say(candidate);
      if (second % 2 === 0) say(reported);
      for (let count = 0; count < 4; count += 1) say({ kind: 'quality-capped', highest: count % 3 });
      vi.advanceTimersByTime(1_000);
    }
    expect(heard).toHaveLength(said);
  });

  test('limits a stream of messages to the allowed pace', () => {
    const { receive, heard, link } = listening();
    const { burst, perSecond } = LINK_MESSAGE_PACE;
    for (let step = 0; step < 500; step += 1) {
      receive(reported);
      vi.advanceTimersByTime(20);
    }
    expect(heard.length).toBeLessThanOrEqual(burst + 10 * perSecond);
    expect(link.isOpen).toBe(true);
  });

  test('is closed if the flood continues', () => {
    const { receive, heard, link } = listening();
    for (let count = 0; count < 100_000; count += 1) receive(reported);
    expect(link.isOpen).toBe(false);
    expect(heard).toHaveLength(LINK_MESSAGE_PACE.burst);
  });
});

describe('restarts', () => {
  function presenting() {
    const { pc, receive } = fakeConnection();
    const refreshed: PromiseWithResolvers<[]>[] = [];
    const link = new OutboundLink({
      linkId: LinkId.parse('a'.repeat(22)),
      ladder,
      onState: () => undefined,
      onMessage: () => undefined,
      onGivenUp: () => undefined,
      iceServers: [],
      needsTurn: () => false,
      pc,
      carrier: {
        isOpen: () => true,
        whenOpen: async () => undefined,
        sendCandidate: () => undefined,
        sendOffer: async () => undefined,
        refreshIce() {
          const answer = Promise.withResolvers<[]>();
          refreshed.push(answer);
          return answer.promise;
        },
      },
    });
    return { link, receive, refreshed };
  }
  const pass = () => vi.advanceTimersByTimeAsync(0);

  test('while one runs, one more is queued and serves all callers', async () => {
    const { link, refreshed } = presenting();
    const asked = Array.from({ length: 100 }, () => link.restart());
    await pass();
    expect(refreshed).toHaveLength(1);
    const more = link.restart();
    refreshed[0]?.resolve([]);
    await Promise.all(asked);
    await pass();
    expect(refreshed).toHaveLength(2);
    refreshed[1]?.resolve([]);
    await more;
    await pass();
    expect(refreshed).toHaveLength(2);
  });

  test('requested over the channel are limited as the service limits them', async () => {
    const { receive, refreshed } = presenting();
    for (let step = 0; step < 600; step += 1) {
      receive({ kind: 'restart-requested' });
      await vi.advanceTimersByTimeAsync(100);
      refreshed.at(-1)?.resolve([]);
    }
    expect(refreshed.length).toBeGreaterThan(20);
    expect(refreshed.length).toBeLessThanOrEqual(45);
  });
});
