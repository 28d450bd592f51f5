/** The slow hash where the browser withholds its own, over plain HTTP: a few times slower. */
import { pbkdf2Async } from '@noble/hashes/pbkdf2.js';
import { sha256 } from '@noble/hashes/sha2.js';
import type { Derive } from '@lectern/rtc';

/** Works in parts, so that the page stays responsive. */
export const deriveInScript: Derive = (text, salt, { iterations, bytes }) =>
  pbkdf2Async(sha256, text, salt, { c: iterations, dkLen: bytes });
