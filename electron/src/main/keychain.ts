/** Electron's `safeStorage`, where it really encrypts. */
import { safeStorage } from 'electron';
import type { Keychain } from './room-key-file.ts';

/** To be asked once the app is ready. On Linux without a keyring Electron "encrypts" with a password known to all. */
export function findKeychain(): Keychain | undefined {
  if (!safeStorage.isEncryptionAvailable()) return undefined;
  if (process.platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text') return undefined;
  return {
    seal: (text) => safeStorage.encryptString(text),
    unseal: (sealed) => safeStorage.decryptString(sealed),
  };
}
