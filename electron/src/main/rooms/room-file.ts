/**
 * The file in which a room moves to another computer: its key and title, sealed with a passphrase
 * (docs/adr/0023-moving-rooms.md). The key is derived by scrypt (RFC 7914) and seals with
 * AES-256-GCM (NIST SP 800-38D).
 */
import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';
import * as z from 'zod/mini';
import { RoomTitle } from '@lectern/bridge';
import { RoomKey } from './room-key.ts';

/**
 * About half a second and 128 MiB for each guess: OWASP's first choice for scrypt (Password Storage
 * Cheat Sheet). A file names no other values, so it cannot make this app use more.
 */
const SCRYPT = { N: 2 ** 17, r: 8, p: 1 } as const;
const SCRYPT_MAX_BYTES = 256 * 1024 * 1024;
const KEY_BYTES = 32;
const SALT_BYTES = 16;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

const VERSION = 1;
const FORMAT = 'lectern-room';

const bytes = (length: number) =>
  z.string().check(z.refine((text) => Buffer.from(text, 'base64url').length === length, `needs ${length} bytes`));

const AnyVersion = z.object({ format: z.literal(FORMAT), version: z.number() });
const RoomFile = z.strictObject({
  format: z.literal(FORMAT),
  version: z.literal(VERSION),
  /** All base64url. `sealed` ends with the tag. */
  salt: bytes(SALT_BYTES),
  nonce: bytes(NONCE_BYTES),
  sealed: z.string().check(z.regex(/^[\w-]+$/), z.maxLength(4096)),
});
export type RoomFile = z.infer<typeof RoomFile>;

const Content = z.strictObject({ pem: z.string().check(z.maxLength(1024)), title: RoomTitle });

export interface MovedRoom {
  readonly key: RoomKey;
  readonly title: string;
}

export type RoomFileProblem = 'not-a-room-file' | 'newer-version' | 'wrong-passphrase';

export class RoomFileError extends Error {
  override readonly name = 'RoomFileError';
  readonly problem: RoomFileProblem;

  constructor(problem: RoomFileProblem) {
    super(problem);
    this.problem = problem;
  }
}

/** Keyboards write the same letters in different code points, so they are normalized. */
const deriveKey = (passphrase: string, salt: Buffer): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    scrypt(passphrase.normalize('NFKC'), salt, KEY_BYTES, { ...SCRYPT, maxmem: SCRYPT_MAX_BYTES }, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });

/** Authenticated as well, so that no part of the file can be exchanged. */
const headOf = ({ format, version, salt, nonce }: Omit<RoomFile, 'sealed'>): Buffer =>
  Buffer.from([format, version, salt, nonce].join('\n'));

export async function sealRoom({ key, title }: MovedRoom, passphrase: string): Promise<RoomFile> {
  const [salt, nonce] = [randomBytes(SALT_BYTES), randomBytes(NONCE_BYTES)];
  const head = {
    format: FORMAT,
    version: VERSION,
    salt: salt.toString('base64url'),
    nonce: nonce.toString('base64url'),
  } as const;
  const cipher = createCipheriv('aes-256-gcm', await deriveKey(passphrase, salt), nonce).setAAD(headOf(head));
  const content: z.infer<typeof Content> = { pem: key.toPem(), title };
  const sealed = Buffer.concat([cipher.update(JSON.stringify(content)), cipher.final(), cipher.getAuthTag()]);
  return { ...head, sealed: sealed.toString('base64url') };
}

/** @throws {RoomFileError} */
export async function openRoom(file: unknown, passphrase: string): Promise<MovedRoom> {
  const any = AnyVersion.safeParse(file);
  if (!any.success) throw new RoomFileError('not-a-room-file');
  if (any.data.version > VERSION) throw new RoomFileError('newer-version');
  const parsed = RoomFile.safeParse(file);
  if (!parsed.success) throw new RoomFileError('not-a-room-file');
  const text = unseal(parsed.data, await deriveKey(passphrase, Buffer.from(parsed.data.salt, 'base64url')));
  try {
    const { pem, title } = Content.parse(JSON.parse(text));
    return { key: RoomKey.fromPem(pem), title };
  } catch {
    // Sealed with the passphrase, and yet not what this app seals.
    throw new RoomFileError('not-a-room-file');
  }
}

function unseal(file: RoomFile, key: Buffer): string {
  const sealed = Buffer.from(file.sealed, 'base64url');
  if (sealed.length <= TAG_BYTES) throw new RoomFileError('not-a-room-file');
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(file.nonce, 'base64url'), {
    authTagLength: TAG_BYTES,
  })
    .setAAD(headOf(file))
    .setAuthTag(sealed.subarray(-TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(0, -TAG_BYTES)), decipher.final()]).toString();
  } catch {
    // A wrong passphrase, or a file that was changed: the two look the same.
    throw new RoomFileError('wrong-passphrase');
  }
}
