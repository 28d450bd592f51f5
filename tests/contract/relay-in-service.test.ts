/** The service with a relay: what `/readyz`, the figures and the doctor say about its nodes. */
import { afterEach, describe, expect, test } from 'vitest';
import { systemPrograms } from '../../scripts/programs/system-programs.ts';
import { checkRelay } from '../../signaling-server/src/admin/doctor/check-relay.ts';
import type { RelaySetting } from '../../signaling-server/src/relay/relay.ts';
import { startJanus, type JanusServer } from '../support/machine/janus.ts';
import { startSignaling, type TestService } from '../support/service/start-service.ts';

const SOON = { timeout: 60_000 };
/** This machine may be busy: only what has died is away. */
const relayTimes = { connectWithinMs: 20_000, answerWithinMs: 20_000, pongWithinMs: 20_000 };
const servers: JanusServer[] = [];
let service: TestService | undefined;
afterEach(async () => {
  await service?.close();
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function twoNodes() {
  const origin = await startJanus();
  servers.push(origin);
  const edge = await startJanus({ secret: origin.secret });
  servers.push(edge);
  const { secret } = origin;
  const setting: RelaySetting = { origin: origin.url, edges: [edge.url], secret, restart: { by: 'platform' } };
  return { origin, edge, setting };
}

describe.skipIf(systemPrograms.janus.find() === undefined)('a relay', { timeout: 180_000 }, () => {
  test('the service says how many of its nodes are there, and goes on without them', async () => {
    const { setting, edge } = await twoNodes();
    service = await startSignaling({ relay: setting, relayTimes, metrics: { host: '127.0.0.1', port: 0 } });
    const { url, metricsPort } = service;
    const readiness = async () => (await fetch(`${url}/readyz`)).json();
    await expect.poll(readiness, SOON).toEqual({ status: 'ready', relay: { here: 2, of: 2, streams: 0 } });
    await edge.kill();
    await expect.poll(readiness, SOON).toEqual({ status: 'ready', relay: { here: 1, of: 2, streams: 0 } });
    const text = await (await fetch(`http://127.0.0.1:${String(metricsPort)}/metrics`)).text();
    expect(text.split('\n').filter((line) => line.startsWith('lectern_relay_nodes'))).toEqual([
      'lectern_relay_nodes{state="here"} 1',
      'lectern_relay_nodes{state="away"} 1',
      'lectern_relay_nodes{state="refused"} 0',
    ]);
  });

  test('the doctor names each node, and what is wrong with it', async () => {
    const { setting, origin, edge } = await twoNodes();
    const check = async (changes: Partial<RelaySetting> = {}) =>
      (await checkRelay({ ...setting, ...changes })).map(
        ({ verdict, says, mend = '' }) => `${verdict} ${says}. ${mend}`,
      );
    const like = (pattern: RegExp): unknown => expect.stringMatching(pattern);
    await expect
      .poll(() => check(), SOON)
      .toEqual([like(/^ok 127\.0\.0\.1:\d+ is Janus 1\./), like(/^ok .* is Janus 1\./)]);
    await expect
      .poll(() => check({ secret: 'x'.repeat(40), edges: [] }), SOON)
      .toEqual([like(/^fault .* is not used: its API has another secret.*LECTERN_RELAY_SECRET/)]);
    await edge.kill();
    await expect
      .poll(() => check(), SOON)
      .toEqual([like(/^ok /), like(/^fault .* is not reached \(.*ECONNREFUSED.*LECTERN_RELAY_EDGES/)]);
    expect(origin.log()).not.toContain(origin.secret);
  });
});
