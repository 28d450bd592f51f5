/** Changes of network are reported once, with a fake clock and fake lookups. */
import { expect, test } from 'vitest';
import { FakeClock } from '../room/fake-clock.fixture.ts';
import type { OwnAddress } from './find-own-address.ts';
import { OwnAddressWatch } from './own-address-watch.ts';

const at = (address: string, standing: OwnAddress['standing'] = 'routed'): OwnAddress => ({
  address,
  family: 'IPv4',
  standing,
});

function makeWatch() {
  const clock = new FakeClock();
  const network: { now: OwnAddress | undefined; looks: number } = { now: at('10.0.0.5'), looks: 0 };
  const find = async () => {
    network.looks += 1;
    return network.now;
  };
  const watch = new OwnAddressWatch({ clock, intervalMs: 1_000, find });
  /** Lets one interval pass, and what it starts. */
  const pass = async (): Promise<void> => {
    clock.advance(1_000);
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  };
  return { network, watch, pass };
}

test('a change of network is reported once, and the way through no network is not', async () => {
  const { network, watch, pass } = makeWatch();
  await watch.current();
  const seen: string[] = [];
  const stop = watch.watch(({ address }) => void seen.push(address));
  await pass();
  network.now = undefined;
  await pass();
  network.now = at('172.17.0.1', 'doubtful');
  await pass();
  network.now = at('192.168.7.9');
  await pass();
  await pass();
  expect(seen).toEqual(['192.168.7.9']);
  stop();
});

test('a change that another caller finds first is reported as well', async () => {
  const { network, watch } = makeWatch();
  await watch.current();
  const seen: string[] = [];
  watch.watch(({ address }) => void seen.push(address));
  network.now = at('192.168.7.9');
  await watch.current();
  expect(seen).toEqual(['192.168.7.9']);
});

test('callers at the same time share one lookup', async () => {
  const { network, watch } = makeWatch();
  const found = await Promise.all(Array.from({ length: 50 }, () => watch.current()));
  expect(new Set(found)).toEqual(new Set([at('10.0.0.5')]));
  expect(network.looks).toBe(1);
});

test('without a network the last address stays', async () => {
  const { network, watch } = makeWatch();
  await watch.current();
  network.now = undefined;
  expect((await watch.current())?.address).toBe('10.0.0.5');
});

test('a first network after none, or after a doubtful address, is reported', async () => {
  const { network, watch, pass } = makeWatch();
  network.now = undefined;
  expect(await watch.current()).toBeUndefined();
  const seen: string[] = [];
  watch.watch(({ address }) => void seen.push(address));
  network.now = at('172.17.0.1', 'doubtful');
  await pass();
  network.now = at('10.0.0.5');
  await pass();
  expect(seen).toEqual(['172.17.0.1', '10.0.0.5']);
});

test('it looks only while there is a listener', async () => {
  const { network, watch, pass } = makeWatch();
  await pass();
  expect(network.looks).toBe(0);
  const stops = [watch.watch(() => undefined), watch.watch(() => undefined)];
  await pass();
  await pass();
  expect(network.looks).toBe(2);
  for (const stop of stops) stop();
  await pass();
  expect(network.looks).toBe(2);
});
