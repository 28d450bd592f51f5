/**
 * Random parameters of a request: the service answers with a code of its closed set and goes on.
 */
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { errorCodes, requests, type RequestName } from '@lectern/protocol';
import { closeClients } from '../support/service/clients.ts';
import { startSignaling, type TestService } from '../support/service/start-service.ts';
import { askerOf, requestCases, setStage } from './request-cases.ts';

const many = { burst: 1_000_000, perSecond: 1_000_000 };
const door = { presenterWork: many, watcherWork: many, refusedMessages: many, newRoomsPerMinute: 1_000_000 };
const room = { linksPerMinute: 1_000_000, restartsPerMinute: 1_000_000 };
/** A bug would be answered as `internal`. */
const allowed = ['ok', ...Object.keys(errorCodes).filter((code) => code !== 'internal')];

let service: TestService;
beforeAll(async () => {
  service = await startSignaling({ door, room });
});
afterAll(async () => {
  closeClients();
  await service.close();
});

test.each(Object.keys(requests) as RequestName[])('%s', { timeout: 60_000 }, async (name) => {
  // Of its own: some requests end the room, or remove the watcher.
  const stage = await setStage(service.url);
  for (const role of requests[name].from) {
    const asker = await askerOf(name, role, stage);
    const right: Record<string, unknown> = { ...(await requestCases[name].params(stage, asker)) };
    const hostile = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom('', '__proto__', -1, 0, 1e308, stage.linkId, stage.elsewhere.linkId, 'x'.repeat(40_000)),
      fc.array(fc.record({ linkId: fc.constant(stage.linkId), watcherId: fc.string() })),
    );
    const changed = fc
      .tuple(fc.constantFrom(...Object.keys(right), 'extra'), hostile)
      .map(([key, value]) => Object.assign({}, right, { [key]: value }));
    const params = fc.oneof(fc.constant(right), changed, hostile, fc.object());
    await fc.assert(
      fc.asyncProperty(params, async (value) => {
        expect(allowed).toContain(await asker.codeOf(name, value));
      }),
      { seed: 20_260_101, numRuns: 150 },
    );
  }
  expect(((await (await fetch(`${service.url}/healthz`)).json()) as { status: string }).status).toBe('ok');
});
