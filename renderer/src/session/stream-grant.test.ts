/** A permission to publish by WHIP, through reopened rooms and lost services. */
import type { RequestName, StreamGeneration, StreamTokens } from '@lectern/protocol';
import { beforeEach, expect, test } from 'vitest';
import { StreamGrant, type StreamGrantOptions } from './stream-grant.ts';

const tokens: StreamTokens = { publish: 'p'.repeat(43), play: 'q'.repeat(43) };
let asked: [RequestName, unknown][];
let saved: (StreamGeneration | null)[];
let answer: () => { readonly tokens: StreamTokens | null };
let version: number | null;

beforeEach(() => {
  asked = [];
  saved = [];
  answer = () => ({ tokens });
  version = 3;
});

const open = (generation: StreamGeneration | null = null): StreamGrant =>
  new StreamGrant({
    generation,
    save: async (kept) => void saved.push(kept),
    request: (async (name: RequestName, params: unknown) => {
      asked.push([name, params]);
      return name === 'stream:grant' ? answer() : {};
    }) as StreamGrantOptions['request'],
    version: () => version,
  });

test('a grant is kept, asked for again at each opening, and taken back', async () => {
  const grant = open();
  grant.opened();
  expect(asked).toEqual([]);
  await grant.give();
  const [generation = null] = saved;
  expect(grant.state.get()).toEqual({ name: 'granted', tokens });
  const next = open(generation);
  next.opened();
  await expect.poll(() => next.state.get()).toEqual({ name: 'granted', tokens });
  expect(asked).toEqual([
    ['stream:grant', { generation }],
    ['stream:grant', { generation }],
  ]);
  await next.withdraw();
  expect([next.state.get(), saved.at(-1), asked.at(-1)]).toEqual([{ name: 'off' }, null, ['stream:revoke', {}]]);
  next.opened();
  expect(asked).toHaveLength(3);
});

test('every grant has a generation of its own', async () => {
  const grant = open();
  await grant.give();
  await grant.give();
  expect(new Set(saved).size).toBe(2);
});

test('without a service it waits, and one that cannot carry it says so', async () => {
  version = null;
  const grant = open();
  await grant.give();
  expect([grant.state.get(), asked]).toEqual([{ name: 'asking' }, []]);
  await grant.withdraw();
  expect(asked).toEqual([]);
  await grant.give();
  version = 2;
  grant.opened();
  expect([grant.state.get(), asked]).toEqual([{ name: 'unavailable' }, []]);
  version = 3;
  answer = () => ({ tokens: null });
  grant.opened();
  await expect.poll(() => asked.length).toBe(1);
  expect(grant.state.get()).toEqual({ name: 'unavailable' });
});

test('an answer that comes after the grant was taken back changes nothing', async () => {
  let release: () => void = () => undefined;
  const waits = new Promise<void>((resolve) => (release = resolve));
  const grant = new StreamGrant({
    generation: null,
    save: async () => undefined,
    request: (async (name: RequestName) => {
      if (name === 'stream:grant') await waits;
      return { tokens };
    }) as StreamGrantOptions['request'],
    version: () => 3,
  });
  const given = grant.give();
  await grant.withdraw();
  release();
  await given;
  expect(grant.state.get()).toEqual({ name: 'off' });
});

test('what the service says of a stream holds until the room is opened again', async () => {
  const grant = open();
  expect(grant.phase.get()).toBe('none');
  await grant.give();
  grant.notices['stream:changed']({ phase: 'live' });
  expect(grant.phase.get()).toBe('live');
  // A service that has restarted knows of none.
  grant.opened();
  expect(grant.phase.get()).toBe('none');
});
