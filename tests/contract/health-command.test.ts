/** The service's `health` command, with real services. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { runCommand } from '../../signaling-server/src/admin/command-line.ts';
import { startSignaling } from '../support/service/start-service.ts';

const ending: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0)) await end();
});

async function startAt(host: string): Promise<string> {
  const service = await startSignaling({ host });
  ending.push(() => service.close());
  return String(service.port);
}

async function health(env: Readonly<Record<string, string>>) {
  const [out, errors]: [string[], string[]] = [[], []];
  const code = await runCommand(['health'], env, { out: (line) => out.push(line), error: (line) => errors.push(line) });
  return { code, out, errors: errors.join('\n') };
}

test.each(['::', '0.0.0.0', '127.0.0.1', '::1', 'localhost'])('a service that listens on %s answers', async (host) => {
  const port = await startAt(host);
  expect(await health({ LECTERN_HOST: host, LECTERN_PORT: port })).toMatchObject({ code: 0, errors: '' });
});

test('a service that has stopped does not, and the reason is named', async () => {
  const port = await startAt('::');
  for (const end of ending.splice(0)) await end();
  const { code, out, errors } = await health({ LECTERN_PORT: port });
  expect({ code, out }).toEqual({ code: 1, out: [] });
  expect(errors).toContain(`127.0.0.1:${port}`);
  expect(errors).toContain('ECONNREFUSED');
});

test('an answer that is an error counts as none', async () => {
  const broken = createServer((_request, response) => response.writeHead(503).end());
  await new Promise<void>((resolve) => broken.listen(0, '127.0.0.1', resolve));
  ending.push(() => new Promise((resolve) => broken.close(resolve)));
  const port = String((broken.address() as AddressInfo).port);
  expect(await health({ LECTERN_PORT: port })).toMatchObject({ code: 1, errors: expect.stringContaining('503') });
});

test('wrong settings and arguments are named', async () => {
  expect(await health({ LECTERN_PORT: '0' })).toMatchObject({
    code: 1,
    errors: expect.stringContaining('LECTERN_PORT'),
  });
  const output = { out: () => undefined, error: () => undefined };
  expect(await runCommand(['health', '--bogus'], {}, output)).toBe(1);
});
