/** How an open room is changed: in order, and opened again where the service may not have heard of it. */
import { SignalingError, type RoomPhase } from '@lectern/protocol';
import { beforeEach, describe, expect, test } from 'vitest';
import { initialPresenterState, type PresenterState } from './presenter-state.ts';
import { RoomOpening, type RoomOpeningOptions } from './room-opening.ts';

interface Sent {
  readonly name: string;
  readonly reply: PromiseWithResolvers<object>;
}

let sent: Sent[];
let retries: number;
let admissions: number;
let state: PresenterState;
let opening: RoomOpening;
beforeEach(() => {
  [sent, retries, admissions] = [[], 0, 1];
  state = { ...initialPresenterState, signaling: { name: 'open' }, air: 'live' };
  const signaling = {
    isConnected: true,
    get admissions() {
      return admissions;
    },
    request: (name: string) => {
      const pending = Promise.withResolvers<object>();
      sent.push({ name, reply: pending });
      return pending.promise;
    },
    retry: () => {
      retries += 1;
      admissions += 1;
    },
  };
  const used: Partial<RoomOpeningOptions> = { state: () => state, turnOnly: { param: {} } as never };
  opening = new RoomOpening({ ...used, signaling: () => signaling as never } as RoomOpeningOptions);
});

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function answer(index: number, result: object | SignalingError = {}): Promise<void> {
  const { resolve, reject } = sent[index]?.reply ?? {};
  if (result instanceof SignalingError) reject?.(result);
  else resolve?.(result);
  await settled();
}

test('a start is sent when the stop before it has been answered, so the service cannot hear them in another order', async () => {
  void opening.announce('room:stop');
  void opening.announce('room:start');
  await settled();
  expect(sent.map(({ name }) => name)).toEqual(['room:stop']);
  await answer(0);
  expect(sent.map(({ name }) => name)).toEqual(['room:stop', 'room:start']);
});

test('without an answer the room is opened again, and what waited is not sent after that', async () => {
  void opening.announce('room:stop');
  const changed = opening.change('entry:change', { entry: { passcode: null, lobby: true, watchers: 'stay' } });
  const outcome = changed.catch((error: unknown) => (error as SignalingError).code);
  await settled();
  await answer(0, new SignalingError('unreachable'));
  expect(retries).toBe(1);
  expect(await outcome).toBe('unreachable');
  expect(sent).toHaveLength(1);
});

describe('the reply to a report', () => {
  const report = async (phase: RoomPhase | undefined): Promise<number> => {
    const done = opening.report({ direct: 0, turn: 0, recoveries: 0, freezes: 0 });
    await answer(sent.length - 1, { phase });
    await done;
    return retries;
  };

  test('says that the room is not live, and it is opened again', async () => {
    expect(await report('live')).toBe(0);
    expect(await report(undefined)).toBe(0);
    expect(await report('ended')).toBe(1);
  });

  test('says nothing new to a presenter that has gone off air meanwhile', async () => {
    state = { ...state, air: 'off' };
    expect(await report('ended')).toBe(0);
  });
});
