/** The SDP fragment in which a WHIP client sends candidates. */
import { expect, test } from 'vitest';
import { candidateFragment } from './candidate-fragment.ts';

const sdp = [
  'v=0',
  'a=group:BUNDLE 0 1',
  'm=audio 9 UDP/TLS/RTP/SAVPF 111',
  'a=ice-ufrag:EsAw',
  'a=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1',
  'a=mid:0',
  'm=video 9 UDP/TLS/RTP/SAVPF 96',
  'a=ice-ufrag:EsAw',
  'a=mid:1',
  '',
].join('\r\n');

test('names the bundle’s first medium and its credentials', () => {
  const candidates = ['candidate:1 1 udp 2130706431 192.0.2.1 3478 typ host', ''];
  expect(candidateFragment({ sdp, candidates, areAll: true })?.split('\r\n')).toEqual([
    'a=ice-ufrag:EsAw',
    'a=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1',
    'm=audio 9 UDP/TLS/RTP/SAVPF 111',
    'a=mid:0',
    'a=candidate:1 1 udp 2130706431 192.0.2.1 3478 typ host',
    'a=end-of-candidates',
    '',
  ]);
});

test('without a description there is nothing to say', () => {
  expect(candidateFragment({ sdp: '', candidates: [], areAll: true })).toBeNull();
});
