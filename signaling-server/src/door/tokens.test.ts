/** Which tokens are read, until when, and after a change of keys. */
import { createSecretKey, randomBytes } from 'node:crypto';
import { SignJWT } from 'jose';
import { RoomId, SignalingError } from '@lectern/protocol';
import { expect, test } from 'vitest';
import { FakeClock } from '../room/fake-clock.fixture.ts';
import { LATE_TOKEN_MS } from '../policy.ts';
import { newWatcherId } from '../room/ids.ts';
import { signToken } from './sign-token.ts';
import { createTokens, type TokenKey } from './tokens.ts';

const TTL_S = 600;
const [key, other]: [TokenKey, TokenKey] = [
  { id: 'first', key: randomBytes(32) },
  { id: 'other', key: randomBytes(32) },
];
const clock = new FakeClock();
const tokens = createTokens([key], TTL_S, clock);
const claims = { roomId: RoomId.parse('a'.repeat(20)), watcherId: newWatcherId() };
const partsOf = (token: string): [string, string, string] => {
  const [header = '', payload = '', signature = ''] = token.split('.');
  return [header, payload, signature];
};
const encoded = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');

const outcomeOf = (token: string, by = tokens): Promise<unknown> =>
  by.readWatcher(token).catch((error: unknown) => (error instanceof SignalingError ? error.code : error));

test('a token is read until it expires, and only as what it is', async () => {
  const token = await tokens.forWatcher(claims);
  expect(await outcomeOf(token)).toEqual(claims);
  await expect(tokens.readPresenter(token)).rejects.toMatchObject({ code: 'unauthorized' });
  expect(await outcomeOf(await tokens.forPresenter({ roomId: claims.roomId, epoch: 1 }))).toBe('unauthorized');
  clock.set(TTL_S * 1_000 - 1_000);
  expect(await outcomeOf(token)).toEqual(claims);
  clock.set(1_000);
  expect(await outcomeOf(token)).toEqual({ ...claims, isLate: true });
  clock.set(-TTL_S * 1_000);
});

test('a seat’s token is late for two hours and then expired; one of the lobby or a presenter is never late', async () => {
  const token = await tokens.forWatcher(claims);
  const ofLobby = await tokens.forWatcher({ ...claims, inLobby: true });
  const ofPresenter = await tokens.forPresenter({ roomId: claims.roomId, epoch: 1 });
  const [header, payload] = partsOf(token);
  const forged = `${header}.${payload}.${partsOf(ofLobby)[2]}`;
  clock.set(TTL_S * 1_000);
  expect(await outcomeOf(ofLobby)).toBe('token-expired');
  await expect(tokens.readPresenter(ofPresenter)).rejects.toMatchObject({ code: 'token-expired' });
  expect(await outcomeOf(forged)).toBe('unauthorized');
  clock.set(LATE_TOKEN_MS);
  expect(await outcomeOf(token)).toEqual({ ...claims, isLate: true });
  clock.set(1_000);
  expect(await outcomeOf(token)).toBe('token-expired');
  clock.set(-TTL_S * 1_000 - LATE_TOKEN_MS - 1_000);
});

test('nothing else is read: another text, header or key, and no other text of the same bytes', async () => {
  const [header, payload, signature] = partsOf(await tokens.forWatcher(claims));
  const changed = encoded({ ...claims, watcherId: newWatcherId(), iss: 'lectern', aud: 'watcher', exp: 9e9 });
  const secret = createSecretKey(key.key);
  const sign = (head: object): string => signToken(secret, encoded(head), JSON.parse(atob(payload)));
  const own = { alg: 'HS256', typ: 'lectern-watcher+jwt', kid: key.id };
  expect(await outcomeOf(sign(own))).toEqual(claims);
  for (const wrong of [
    `${header}.${changed}.${signature}`,
    `${header}.${payload}.`,
    `${header}.${payload}.${signature}=`,
    `${header}.${payload}.${signature}.`,
    `${header}.${payload}`,
    `${encoded({ ...own, alg: 'none' })}.${payload}.`,
    sign({ ...own, alg: 'none' }),
    sign({ ...own, typ: 'JWT' }),
    sign({ ...own, kid: other.id }),
    sign({ ...own, crit: ['exp'] }),
    // No algorithm, or one that would take the key for something else.
    sign({ typ: own.typ, kid: own.kid }),
    await new SignJWT(JSON.parse(atob(payload))).setProtectedHeader({ ...own, alg: 'HS512' }).sign(key.key),
  ]) {
    expect([wrong, await outcomeOf(wrong)]).toEqual([wrong, 'unauthorized']);
  }
});

test('after a change of keys the tokens of both are read, and each only by its own', async () => {
  const before = await tokens.forWatcher(claims);
  const changing = createTokens([other, key], TTL_S, clock);
  const after = await changing.forWatcher(claims);
  expect(await Promise.all([before, after].map((token) => outcomeOf(token, changing)))).toEqual([claims, claims]);
  expect(await outcomeOf(after)).toBe('unauthorized');
  expect(await outcomeOf(`${partsOf(after)[0]}.${partsOf(before)[1]}.${partsOf(before)[2]}`, changing)).toBe(
    'unauthorized',
  );
});
