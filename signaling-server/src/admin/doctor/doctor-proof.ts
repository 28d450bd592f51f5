/**
 * By this header the service knows a request of its own `doctor`: signed with a key that is derived
 * from the token key, and valid for minutes.
 */
import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { TokenKey } from '../../door/tokens.ts';

export const DOCTOR_HEADER = 'x-lectern-doctor';

/** The two clocks may differ: the difference is one of the things that are checked. */
const VALID_MS = 7_200_000;

function sign(key: TokenKey, time: string): Buffer {
  const own = Buffer.from(hkdfSync('sha256', key.key, '', 'lectern doctor key v1', 32));
  return createHmac('sha256', own).update(time).digest();
}

export const doctorProof = (key: TokenKey, nowMs: number): string =>
  `${String(nowMs)}.${sign(key, String(nowMs)).toString('base64url')}`;

export function isDoctorProof(proof: string, keys: readonly TokenKey[], nowMs: number): boolean {
  const [, time = '', signature = ''] = /^(\d{1,16})\.([\w-]{43})$/.exec(proof) ?? [];
  if (time === '' || Math.abs(nowMs - Number(time)) > VALID_MS) return false;
  const given = Buffer.from(signature, 'base64url');
  return keys.some((key) => timingSafeEqual(given, sign(key, time)));
}
