/**
 * The lines of the presenter key file: a key or its hash, then the name of its owner, the day it was
 * made, and its own limits. `#` begins a comment.
 *
 *     sha256:9fWm…Qk Ada Lovelace 2026-11-26 rooms=2 watchers=50
 */
import { hashPresenterKey, presenterKeyId, type PresenterKey } from '../door/presenter-keys.ts';
import type { Quota } from '../room/presenter-identity.ts';
import { looksWeak } from './weak-secret.ts';

/**
 * Long enough not to be guessed, in characters that need no escaping in an address, a header or a
 * list with commas.
 */
const FORM = /^[\w-]{20,256}$/;
const HASH = /^sha256:([\w-]{43})$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const LIMIT = /^(\w+)=(.*)$/;
const MAX_NAME_LENGTH = 60;
const SHOWN_ID_LENGTH = 6;

export const quotaNames = ['rooms', 'watchers', 'turn'] as const satisfies readonly (keyof Quota)[];

export const isPresenterKey = (key: string): boolean => FORM.test(key) && !looksWeak(key);

/** A key as the admin sees it. */
export interface KnownKey extends PresenterKey {
  /** The day it was made, if its line says so. */
  readonly since: string | undefined;
}

export interface KeyLine {
  readonly text: string;
  /** Undefined in an empty line or a comment. */
  readonly key?: KnownKey;
  readonly problem?: string;
}

/** Spaces for what would break a line or move a terminal's cursor. */
export const plainName = (text: string): string =>
  text
    .replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim()
    .slice(0, MAX_NAME_LENGTH);

/** A key that has no name is named by its id. */
export function knownKey(hash: Buffer, given: string, rest: { quota?: Quota; since?: string } = {}): KnownKey {
  const id = presenterKeyId(hash);
  const name = plainName(given) || `key ${id.slice(0, SHOWN_ID_LENGTH)}`;
  return { id, hash, name, quota: rest.quota ?? {}, since: rest.since };
}

export const readKeyLines = (text: string): readonly KeyLine[] => text.split('\n').map(readKeyLine);

function readKeyLine(text: string): KeyLine {
  const [secret = '', ...words] = text.trim().split(/\s+/);
  if (secret === '' || secret.startsWith('#')) return { text };
  const hash = hashIn(secret);
  if (hash === undefined) return { text, problem: 'not a random key of 20 to 256 letters, digits, - and _' };
  const quota: Partial<Record<keyof Quota, number>> = {};
  const name: string[] = [];
  let since: string | undefined;
  for (const word of words) {
    const [, limit, value = ''] = LIMIT.exec(word) ?? [];
    if (limit !== undefined) {
      const known = quotaNames.find((one) => one === limit);
      if (known === undefined || !/^\d{1,7}$/.test(value)) {
        return { text, problem: `“${plainName(word)}” is not one of rooms=5, watchers=100, turn=60` };
      }
      quota[known] = Number(value);
    } else if (DATE.test(word)) since ??= word;
    else name.push(word);
  }
  return { text, key: knownKey(hash, name.join(' '), { quota, ...(since === undefined ? {} : { since }) }) };
}

function hashIn(secret: string): Buffer | undefined {
  const hash = HASH.exec(secret)?.[1];
  if (hash !== undefined) return Buffer.from(hash, 'base64url');
  return isPresenterKey(secret) ? hashPresenterKey(secret) : undefined;
}

/** Only the hash is written: the file is not enough to present. */
export function writeKeyLine({ hash, name, quota, since }: KnownKey): string {
  const limits = quotaNames.flatMap((limit) => (quota[limit] === undefined ? [] : `${limit}=${String(quota[limit])}`));
  return [`sha256:${hash.toString('base64url')}`, name, since ?? '', ...limits].filter(Boolean).join(' ');
}
