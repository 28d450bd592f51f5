/** Proxies that are set up wrongly are named in the log. */
import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { defaultPolicy } from '../policy.ts';
import { FakeClock } from '../room/fake-clock.fixture.ts';
import { guardConnections } from './connection-guard.ts';
import { unseen } from './door-observer.ts';
import { SetupFaults } from './setup-faults.ts';

function makeGuard(config: { trustedProxies?: number }) {
  const lines: string[] = [];
  const log = pino({ level: 'warn', base: null }, { write: (line) => void lines.push(line) });
  const { allowRequest } = guardConnections({
    clock: new FakeClock(),
    log,
    faults: new SetupFaults(log),
    isOwn: () => false,
    observer: unseen,
    isRefused: () => false,
    policy: defaultPolicy.door,
    config: { trustedProxies: 0, ...config },
  });
  const connect = (headers: Record<string, string>): boolean => {
    let isAllowed = false;
    const request = Object.assign(new IncomingMessage(new Socket()), { headers: { host: 'a.test', ...headers } });
    allowRequest(request, (_error, allowed) => {
      isAllowed = allowed;
    });
    return isAllowed;
  };
  return { connect, lines };
}

test('a proxy that forwards no address is named in the log once, with the setting', () => {
  const { connect, lines } = makeGuard({ trustedProxies: 1 });
  for (const forwarded of ['unknown', 'unknown', `x${'y'.repeat(5_000)}`]) {
    expect(connect({ 'x-forwarded-for': forwarded })).toBe(true);
  }
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    forwardedFor: 'unknown',
    msg: expect.stringContaining('LECTERN_TRUSTED_PROXIES'),
  });
});

test('a proxy that no setting trusts is named in the log once, with the setting', () => {
  const { connect, lines } = makeGuard({});
  for (let count = 0; count < 3; count += 1) expect(connect({ 'x-forwarded-for': '203.0.113.8' })).toBe(true);
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ msg: expect.stringContaining('LECTERN_TRUSTED_PROXIES') });
});

test('an address with a port is not named', () => {
  const { connect, lines } = makeGuard({ trustedProxies: 1 });
  expect(connect({ 'x-forwarded-for': '203.0.113.8:41234' })).toBe(true);
  expect(lines).toEqual([]);
});
