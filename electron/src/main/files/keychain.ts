/** The system's keychain, through Electron's `safeStorage`. */
import { safeStorage } from 'electron';

export interface Keychain {
  seal(text: string): Buffer;
  /** Throws where this keychain did not seal it. */
  unseal(sealed: Buffer): string;
}

/**
 * Undefined where the system has no keychain that really encrypts: on Linux without a keyring
 * Electron uses a password that is public. Call it once the app is ready, and no earlier than a key
 * is needed: some systems ask the person for a password.
 */
export function findKeychain(): Keychain | undefined {
  if (!safeStorage.isEncryptionAvailable()) return undefined;
  if (process.platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text') return undefined;
  return {
    seal: (text) => safeStorage.encryptString(text),
    unseal: (sealed) => safeStorage.decryptString(sealed),
  };
}
