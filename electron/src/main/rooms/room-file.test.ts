/** A room's file opens with its passphrase only, and says nothing without it. */
import { createCipheriv, randomBytes, scryptSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { openRoom, sealRoom, type RoomFile } from './room-file.ts';
import { RoomKey } from './room-key.ts';

const PASSPHRASE = 'seven quiet tides';
const key = RoomKey.generate();
const file = await sealRoom({ key, title: 'Tides' }, PASSPHRASE);
const problemOf = (content: unknown, passphrase = PASSPHRASE): Promise<unknown> =>
  openRoom(content, passphrase).then(
    () => 'opened',
    (error: { readonly problem?: unknown }) => error.problem,
  );

test('with its passphrase the file gives the same room and title, and shows neither without it', async () => {
  const opened = await openRoom(JSON.parse(JSON.stringify(file)), PASSPHRASE);
  expect([opened.key.roomId, opened.title]).toEqual([key.roomId, 'Tides']);
  const shown = JSON.stringify(file);
  for (const secret of ['PRIVATE', 'Tides', key.roomId, PASSPHRASE]) expect(shown).not.toContain(secret);
});

test('two files of one room have nothing in common that a guess could be checked against', async () => {
  const again = await sealRoom({ key, title: 'Tides' }, PASSPHRASE);
  expect([again.salt === file.salt, again.nonce === file.nonce, again.sealed === file.sealed]).toEqual([
    false,
    false,
    false,
  ]);
});

test('the same passphrase in other code points opens it', async () => {
  const composed = await sealRoom({ key, title: '' }, 'caf\u00e9 am meer, vier');
  expect((await openRoom(composed, 'cafe\u0301 am meer, vier')).key.roomId).toBe(key.roomId);
});

const flipped = (part: 'salt' | 'nonce' | 'sealed'): RoomFile => {
  const changed = Buffer.from(file[part], 'base64url');
  changed[0] = (changed[0] ?? 0) ^ 1;
  return { ...file, [part]: changed.toString('base64url') };
};

test('another passphrase, or one changed bit, does not open it', async () => {
  expect(await problemOf(file, 'seven quiet tide')).toBe('wrong-passphrase');
  for (const part of ['salt', 'nonce', 'sealed'] as const)
    expect(await problemOf(flipped(part))).toBe('wrong-passphrase');
});

test.each([
  [null],
  [{}],
  [{ ...file, format: 'other' }],
  [{ ...file, version: 0 }],
  [{ ...file, salt: 'AAAA' }],
  [{ ...file, scrypt: { N: 2 ** 30 } }],
  [{ ...file, sealed: 'AAAA' }],
  [{ ...file, sealed: 'A'.repeat(5_000) }],
])('%o is not a room’s file', async (content) => {
  expect(await problemOf(content)).toBe('not-a-room-file');
});

test('the file of a newer version is named as such', async () => {
  expect(await problemOf({ format: 'lectern-room', version: 2, kdf: 'argon2id' })).toBe('newer-version');
});

test('sealed content of another shape, or another kind of key, is refused', async () => {
  // One derived key for every file: deriving it is made to be slow.
  const salt = randomBytes(16);
  const derived = scryptSync(PASSPHRASE, salt, 32, { N: 2 ** 17, r: 8, p: 1, maxmem: 2 ** 28 });
  const seal = (text: string): RoomFile => {
    const nonce = randomBytes(12);
    const head = {
      format: 'lectern-room',
      version: 1,
      salt: salt.toString('base64url'),
      nonce: nonce.toString('base64url'),
    } as const;
    const cipher = createCipheriv('aes-256-gcm', derived, nonce).setAAD(Buffer.from(Object.values(head).join('\n')));
    const sealed = Buffer.concat([cipher.update(text), cipher.final(), cipher.getAuthTag()]);
    return { ...head, sealed: sealed.toString('base64url') };
  };
  expect(await problemOf(seal(JSON.stringify({ pem: key.toPem(), title: '' })))).toBe('opened');
  for (const content of ['no JSON', JSON.stringify({ pem: key.toPem() }), JSON.stringify({ pem: 'no key', title: '' })])
    expect(await problemOf(seal(content))).toBe('not-a-room-file');
});
