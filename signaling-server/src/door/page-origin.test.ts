/** Pages of which origins may connect, behind proxies that do and do not name the scheme. */
import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { FakeClock } from '../room/fake-clock.fixture.ts';
import { PerMinute } from '../room/per-minute.ts';
import { readDialed } from './addresses.ts';
import { checkPageOrigin } from './page-origin.ts';

const https = 'https://lectern.example';

/** Whether a page of this origin may connect, at a service with this public URL behind a proxy. */
function mayConnect(origin: string, publicUrl: string | null, proto: string): boolean {
  const headers = { origin, host: 'lectern.example', 'x-forwarded-proto': proto };
  const request = Object.assign(new IncomingMessage(new Socket()), { headers });
  const config = { publicUrl, otherNames: [], allowedOrigins: ['http://dev:5173'] };
  const otherNameWarnings = new PerMinute(new FakeClock(), 1);
  const deps = { config, port: () => 8420, log: pino({ enabled: false }), otherNameWarnings };
  try {
    checkPageOrigin(deps, request, readDialed(request, 1));
    return true;
  } catch {
    return false;
  }
}

test.each([
  ['http://lectern.example', https, 'http', false],
  ['http://lectern.example', null, 'https', false],
  ['http://lectern.example', null, 'http', true],
  ['https://lectern.example', https, 'http', true],
  // A proxy ends TLS and does not say so.
  ['https://lectern.example', null, 'http', true],
  ['http://dev:5173', https, 'https', true],
])('a page of %s, at a service of %s that was reached over %s (%s)', (origin, publicUrl, proto, may) => {
  expect(mayConnect(origin, publicUrl, proto)).toBe(may);
});
