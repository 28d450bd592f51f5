/** The form of the tokens, read by another implementation of JWT than the one that signs them. */
import { createSecretKey, randomBytes } from 'node:crypto';
import { jwtVerify } from 'jose';
import { expect, test } from 'vitest';
import { signToken, tokenHeader } from './sign-token.ts';

const key = createSecretKey(randomBytes(32));
const header = { typ: 'lectern-watcher+jwt', kid: 'a-key' };
const claims = { name: 'Ada Ångström', aud: 'watcher', exp: 4_000_000_000 };

test('a signed token carries its header and its claims', async () => {
  const { protectedHeader, payload } = await jwtVerify(signToken(key, tokenHeader(header), claims), key);
  expect(protectedHeader).toEqual({ alg: 'HS256', ...header });
  expect(payload).toEqual(claims);
});

test('a token is worth nothing with another key', async () => {
  await expect(
    jwtVerify(signToken(key, tokenHeader(header), claims), createSecretKey(randomBytes(32))),
  ).rejects.toThrow('signature');
});
