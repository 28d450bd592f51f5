/**
 * What the events of a peer connection say about UDP. The browsers' own events are seen in
 * `tests/e2e/turn.spec.ts`.
 */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { checkUdp, UdpCheck } from './udp-check.ts';

const HOST = 'candidate:1 1 udp 2122260223 192.168.1.5 50000 typ host';
const REFLEXIVE = 'candidate:2 1 udp 1686052607 203.0.113.7 50000 typ srflx raddr 192.168.1.5 rport 50000';
const TCP = 'candidate:3 1 tcp 1518280447 192.168.1.5 9 typ host tcptype active';
type Said = { readonly candidate: string | null } | 'error';

/** No browser here: a connection that says what the test wants it to. */
class FakePeerConnection extends EventTarget {
  static says: readonly Said[] = [];
  static closed = 0;

  createDataChannel(): void {
    // It is what makes a browser gather.
  }

  async setLocalDescription(): Promise<void> {
    for (const said of FakePeerConnection.says) {
      const event = new Event(said === 'error' ? 'icecandidateerror' : 'icecandidate');
      const candidate = said === 'error' || said.candidate === null ? null : { candidate: said.candidate };
      this.dispatchEvent(Object.assign(event, { candidate }));
    }
  }

  close(): void {
    FakePeerConnection.closed += 1;
  }
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('RTCPeerConnection', FakePeerConnection);
  FakePeerConnection.closed = 0;
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const found = (candidate: string): Said => ({ candidate });
const end: Said = { candidate: null };

test.each<[string, 'open' | 'blocked', readonly Said[]]>([
  ['an address seen from outside', 'open', [found(HOST), found(REFLEXIVE)]],
  ['the answer shows the address that it knows', 'open', [found(HOST), end]],
  ['one of two networks has no answer', 'open', [found(HOST), found(HOST), 'error', end]],
  ['no network has an answer', 'blocked', [found(HOST), 'error', end]],
  ['only TCP', 'blocked', [found(TCP), end]],
  ['nothing at all', 'blocked', [end]],
  ['nothing for long', 'blocked', [found(HOST)]],
])('%s: %s', async (_what, state, says) => {
  FakePeerConnection.says = says;
  const check = checkUdp(['stun:s.example']);
  await vi.advanceTimersByTimeAsync(3_000);
  expect(await check).toBe(state);
  expect(FakePeerConnection.closed).toBe(1);
});

test('without a server to ask it stays unknown', async () => {
  expect(await checkUdp([])).toBe('unknown');
});

test('a check begins once, and is repeated when the network may have changed', async () => {
  FakePeerConnection.says = [found(HOST), end];
  const udp = new UdpCheck();
  expect(await udp.settled(0)).toBe('unknown');
  udp.begin(['stun:s.example']);
  expect(udp.state).toBe('unknown');
  expect(await udp.settled(1_000)).toBe('open');
  udp.begin(['stun:other.example']);
  expect(udp.state).toBe('open');
  FakePeerConnection.says = [found(HOST), 'error', end];
  udp.repeat();
  expect(await udp.settled(1_000)).toBe('blocked');
});

test('a check that takes long is not waited for', async () => {
  FakePeerConnection.says = [];
  const udp = new UdpCheck();
  udp.begin(['stun:s.example']);
  await vi.advanceTimersByTimeAsync(60);
  const settled = udp.settled(100);
  await vi.advanceTimersByTimeAsync(40);
  expect(await settled).toBe('unknown');
  expect(await udp.settled(100)).toBe('unknown');
});
