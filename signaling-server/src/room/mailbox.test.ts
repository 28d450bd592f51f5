/** Which notices are kept for a client that is away, within which bounds. */
import { expect, test } from 'vitest';
import type { NoticeName } from '@lectern/protocol';
import { defaultPolicy } from '../policy.ts';
import { newLinkId } from './ids.ts';
import { Mailbox } from './mailbox.ts';
import { WaitingBytes } from './waiting-bytes.ts';

const limits = defaultPolicy.room.watcherMailbox;
const linkId = newLinkId();
const candidate = { candidate: 'x'.repeat(1_000) };
const offered = (round: number) => ({ linkId, round, sdp: 'x'.repeat(32_000), iceServers: [] });

function contentOf(mailbox: Mailbox): NoticeName[] {
  const names: NoticeName[] = [];
  mailbox.deliver({ notify: (name) => void names.push(name), close: () => undefined });
  return names;
}

test('a new offer drops the offer and the candidates before it, of its own link only', () => {
  const mailbox = new Mailbox(limits, new WaitingBytes(Infinity));
  const other = newLinkId();
  mailbox.add('link:candidate-found', { linkId: other, round: 1, candidate });
  for (let round = 1; round <= 1_000; round += 1) {
    mailbox.add('link:offered', offered(round));
    mailbox.add('link:candidate-found', { linkId, round, candidate });
  }
  expect(mailbox.bytes).toBeLessThan(40_000);
  const heard: unknown[] = [];
  mailbox.deliver({ notify: (name, payload) => void heard.push([name, payload]), close: () => undefined });
  expect(heard).toEqual([
    ['link:candidate-found', { linkId: other, round: 1, candidate }],
    ['link:offered', offered(1_000)],
    ['link:candidate-found', { linkId, round: 1_000, candidate }],
  ]);
});

test('of one link, only so many candidates are kept; an answer drops those of the round before', () => {
  const mailbox = new Mailbox(limits, new WaitingBytes(Infinity));
  for (let count = 0; count < 500; count += 1) mailbox.add('link:candidate-found', { linkId, round: 1, candidate });
  expect(mailbox.bytes).toBeLessThan(limits.candidatesPerLink * 1_200);
  mailbox.add('link:answered', { linkId, round: 2, sdp: 'answer' });
  expect(contentOf(mailbox)).toEqual(['link:answered']);
});

test('of what was said on a link, the last is kept', () => {
  const mailbox = new Mailbox(limits, new WaitingBytes(Infinity));
  const other = newLinkId();
  mailbox.add('link:offered', offered(1));
  for (let count = 0; count < 500; count += 1)
    mailbox.add('link:said', { linkId, message: { kind: 'media-changed', count } });
  mailbox.add('link:said', { linkId: other, message: { kind: 'ended' } });
  const heard: unknown[] = [];
  mailbox.deliver({ notify: (name, payload) => void heard.push([name, payload]), close: () => undefined });
  expect(heard).toEqual([
    ['link:offered', offered(1)],
    ['link:said', { linkId, message: { kind: 'media-changed', count: 499 } }],
    ['link:said', { linkId: other, message: { kind: 'ended' } }],
  ]);
});

test('a closed link leaves nothing but its closing', () => {
  const mailbox = new Mailbox(limits, new WaitingBytes(Infinity));
  mailbox.add('link:opened', { linkId, watcherId: newLinkId() as never, epoch: 1, iceServers: [] });
  mailbox.add('link:candidate-found', { linkId, round: 1, candidate });
  mailbox.add('link:closed', { linkId, reason: 'left' });
  expect(contentOf(mailbox)).toEqual(['link:closed']);
});

test('beyond its bytes, a link that misses a notice is kept out whole and named', () => {
  const mailbox = new Mailbox({ ...limits, bytes: 50_000 }, new WaitingBytes(Infinity));
  const other = newLinkId();
  mailbox.add('link:offered', offered(1));
  mailbox.add('link:candidate-found', { linkId: other, round: 1, candidate });
  mailbox.add('link:offered', { ...offered(1), linkId: other });
  expect([...mailbox.incomplete]).toEqual([other]);
  expect(contentOf(mailbox)).toEqual(['link:offered']);
});

test('nothing is kept while too much waits in the whole service', () => {
  const waiting = new WaitingBytes(1_000);
  waiting.add({ bytes: 1_000 });
  const mailbox = new Mailbox(limits, waiting);
  mailbox.add('link:offered', offered(1));
  expect([mailbox.bytes, mailbox.incomplete.has(linkId)]).toEqual([0, true]);
});

test('counts with all others until it is closed', () => {
  const [waiting, later] = [new WaitingBytes(Infinity), new WaitingBytes(Infinity)];
  new Mailbox(limits, waiting).add('link:offered', offered(1));
  expect(waiting.total).toBeGreaterThan(32_000);
  const mailbox = new Mailbox(limits, later);
  mailbox.add('link:offered', offered(1));
  mailbox.close();
  expect(later.total).toBe(0);
});
