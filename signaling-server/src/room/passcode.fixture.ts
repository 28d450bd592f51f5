/** Passcodes for tests: a proof, and the rules of a room that asks for it. */
import { createHash, randomBytes } from 'node:crypto';
import { PasscodeGeneration, PasscodeProof, PasscodeVerifier, verifierText, type EntryRules } from '@lectern/protocol';

export const newProof = (): PasscodeProof => PasscodeProof.parse(randomBytes(32).toString('base64url'));

export const verifierOf = (proof: PasscodeProof): PasscodeVerifier =>
  PasscodeVerifier.parse(createHash('sha256').update(verifierText(proof)).digest('base64url'));

const newGeneration = (): PasscodeGeneration => PasscodeGeneration.parse(randomBytes(16).toString('base64url'));

/** Rules of a new generation that ask for this proof. */
export const asking = (proof: PasscodeProof, more: Partial<EntryRules> = {}): EntryRules => ({
  passcode: { verifier: verifierOf(proof), generation: newGeneration() },
  lobby: false,
  watchers: 'stay',
  ...more,
});

export const lobbyOnly: EntryRules = { passcode: null, lobby: true, watchers: 'stay' };
