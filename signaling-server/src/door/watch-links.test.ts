/** What watch links begin with, by settings, dialed address and network. */
import { RoomId } from '@lectern/protocol';
import { describe, expect, test } from 'vitest';
import type { OwnAddress } from './find-own-address.ts';
import { WatchLinks } from './watch-links.ts';

const roomId = RoomId.parse('abcdefghijkmnpqrstuv');
const routed: OwnAddress = { address: '10.0.0.5', family: 'IPv4', standing: 'routed' };

interface Case {
  readonly publicUrl?: string;
  readonly host?: string;
  readonly own?: OwnAddress | null;
}

function makeLinks({ publicUrl, host = '::', own = routed }: Case = {}) {
  const listeners = new Set<(found: OwnAddress) => void>();
  const links = new WatchLinks({
    config: { publicUrl: publicUrl ?? null, host },
    port: () => 8420,
    ownAddress: {
      current: async () => own ?? undefined,
      watch: (listener) => {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
    },
  });
  const move = (found: OwnAddress): void => {
    for (const listener of listeners) listener(found);
  };
  return { links, move, listeners };
}
const reached = (serviceUrl: string, isLocal = true) => ({ serviceUrl, isLocal });
const baseOf = async (given: Case, serviceUrl: string, isLocal = true): Promise<string> =>
  (await makeLinks(given).links.linkTo(roomId, reached(serviceUrl, isLocal))).replace(`/r/${roomId}`, '');

describe('a watch link begins with', () => {
  test.each(['https://live.example', 'https://live.example/lectern'])(
    'the public URL %s if one is set',
    async (url) => {
      expect(await baseOf({ publicUrl: url }, 'http://127.0.0.1:8420')).toBe(url);
    },
  );

  test.each(['https://live.example', 'https://live.example/lectern', 'http://192.168.1.5:8420', 'http://nas:8420'])(
    'the address %s that the app has dialed',
    async (url) => {
      expect(await baseOf({}, url)).toBe(url);
      expect(await baseOf({}, url, false)).toBe(url);
    },
  );

  test.each(['http://localhost:8420', 'http://127.0.0.1:8420', 'http://[::1]:8420', 'https://localhost'])(
    'this machine’s own address where its presenter has dialed %s',
    async (url) => {
      expect(await baseOf({}, url)).toBe('http://10.0.0.5:8420');
    },
  );

  test('an IPv6 address in brackets', async () => {
    const own: OwnAddress = { address: 'fd77:31::2', family: 'IPv6', standing: 'routed' };
    expect(await baseOf({ own }, 'http://127.0.0.1:8420')).toBe('http://[fd77:31::2]:8420');
  });

  test('the dialed address where this machine has no other, or listens on no other', async () => {
    expect(await baseOf({ own: null }, 'http://localhost:8420')).toBe('http://localhost:8420');
    expect(await baseOf({ host: '127.0.0.1' }, 'http://localhost:8420')).toBe('http://localhost:8420');
  });

  test('the dialed address where a port mapping leads to a container', async () => {
    expect(await baseOf({}, 'http://localhost:9000', false)).toBe('http://localhost:9000');
  });
});

test('a link by the machine’s own address follows it until it is no longer wanted', () => {
  const { links, move, listeners } = makeLinks();
  const seen: string[] = [];
  const stop = links.subscribe(roomId, reached('http://127.0.0.1:8420'), (watchUrl) => void seen.push(watchUrl));
  move({ ...routed, address: '192.168.7.9' });
  expect(seen).toEqual([`http://192.168.7.9:8420/r/${roomId}`]);
  stop();
  expect(listeners.size).toBe(0);
});

test('every other link stays as it is', () => {
  const { links, listeners } = makeLinks();
  links.subscribe(roomId, reached('https://live.example'), () => undefined);
  expect(listeners.size).toBe(0);
});
