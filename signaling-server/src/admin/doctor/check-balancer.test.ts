/** What the doctor says about a balancer. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { newInstanceId, type InstanceId } from '../../cluster/instance.ts';
import { checkBalancer } from './check-balancer.ts';

const instances = [newInstanceId(), newInstanceId()] as const;
let server: Server | undefined;
afterEach(() => server?.close());

/** Answers as the instance that it chooses for a hint and for the number of the request. */
async function balance(choose: (hint: string, count: number) => InstanceId): Promise<string> {
  let count = 0;
  server = createServer((request, response) => {
    count += 1;
    const hint = new URL(request.url ?? '', 'http://a').searchParams.get('a') ?? '';
    response.end(JSON.stringify({ status: 'ok', instance: choose(hint, count) }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return `http://127.0.0.1:${String(typeof address === 'object' ? address?.port : 0)}`;
}

const [first, second] = instances;
/** The first hint leads to one, every other to the other. */
function byHint() {
  let known: string | undefined;
  return (hint: string): InstanceId => ((known ??= hint) === hint ? first : second);
}
const inTurn = (_hint: string, count: number): InstanceId => (count % 2 === 0 ? first : second);

test.each([
  { what: 'two instances, hashed', choose: byHint, isSet: true, finding: ['ok', '2 instances answer'] },
  { what: 'two instances in turn', choose: () => inTurn, isSet: true, finding: ['fault', 'several instances'] },
  { what: 'one of several', choose: () => () => first, isSet: true, finding: ['warning', 'only one'] },
  {
    what: 'several without the setting',
    choose: byHint,
    isSet: false,
    finding: ['fault', 'do not know of each other'],
  },
])('$what', async ({ choose, isSet, finding: [verdict, says = ''] }) => {
  const url = await balance(choose());
  const findings = await checkBalancer(url, { balancerUrl: isSet ? url : null });
  expect(findings).toMatchObject([{ subject: 'balancer', verdict, says: expect.stringContaining(says) }]);
});

test('an instance alone is not worth a line', async () => {
  const url = await balance(() => first);
  expect(await checkBalancer(url, { balancerUrl: null })).toEqual([]);
});
