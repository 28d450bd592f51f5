/**
 * A room's passcode on the wire. The passcode itself stays in the app and on the watcher's page:
 * both derive its *proof* by a slow hash, PBKDF2 with HMAC-SHA-256 (RFC 8018), bound to the room.
 * The app gives the service only a *verifier*, a hash of the proof; the page sends the proof. So
 * the service never sees a passcode, never hashes slowly, and what it holds opens no room.
 */
import * as z from 'zod/mini';
import type { RoomId } from './values.ts';

/** OWASP's figure for PBKDF2 with HMAC-SHA-256 (Password Storage Cheat Sheet). */
export const PASSCODE_ITERATIONS = 600_000;
export const PASSCODE_PROOF_BYTES = 32;

/** Six digits are the least that five guesses a minute do not find in a lecture, or in a month. */
export const PASSCODE_MIN_LENGTH = 6;
export const PASSCODE_MAX_LENGTH = 64;

/** 32 bytes, base64url. */
const digest = z.string().check(z.regex(/^[\w-]{43}$/));

export const PasscodeProof = digest.brand<'PasscodeProof'>();
export type PasscodeProof = z.infer<typeof PasscodeProof>;
export const PasscodeVerifier = digest.brand<'PasscodeVerifier'>();
export type PasscodeVerifier = z.infer<typeof PasscodeVerifier>;

/** Random and new with every passcode. Tokens name it, so those of an earlier passcode end. */
export const PasscodeGeneration = z
  .string()
  .check(z.regex(/^[\w-]{22}$/))
  .brand<'PasscodeGeneration'>();
export type PasscodeGeneration = z.infer<typeof PasscodeGeneration>;

/**
 * People hear a passcode or read it from a slide, and phones write a capital first: case and spaces
 * do not count. Keyboards write the same letters in different code points (NFKC).
 */
export const normalizePasscode = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/\s+/g, '');

/** The salt of the slow hash. */
export const passcodeSalt = (roomId: RoomId): string => `lectern passcode v1\n${roomId}`;

/** The verifier is the SHA-256 digest of this text in UTF-8. */
export const verifierText = (proof: PasscodeProof): string => `lectern passcode verifier v1\n${proof}`;

/** Who may enter a room, as its presenter has decided. */
export const EntryRules = z.strictObject({
  /** Null: everybody with the link. */
  passcode: z.nullable(z.strictObject({ verifier: PasscodeVerifier, generation: PasscodeGeneration })),
  /** Newcomers wait until the presenter lets them in. */
  lobby: z.boolean(),
  /**
   * Those who came in before the passcode was set or changed: they stay, or have to enter it too.
   */
  watchers: z.enum(['stay', 'leave']),
});
export type EntryRules = z.infer<typeof EntryRules>;
