/**
 * Puts the services together: their keys, the key in the handshake, and the links that arrive from
 * outside.
 */
import { session, type BrowserWindow } from 'electron';
import { findKeychain } from '../files/keychain.ts';
import type { Saving } from '../files/saving.ts';
import type { Logger } from '../log/logger.ts';
import type { SettingsFile } from '../settings/settings-file.ts';
import { addHandshakeKey } from './handshake-key.ts';
import type { LinkInbox } from './link-inbox.ts';
import { PresenterKeyFile } from './presenter-key-file.ts';
import { Services } from './services.ts';

interface ServicesOptions {
  readonly window: BrowserWindow;
  readonly folder: string;
  readonly settings: SettingsFile;
  readonly saving: Saving;
  readonly links: LinkInbox;
  readonly defaultOrigin: string;
  /** The service in use. */
  readonly serviceOrigin: () => string;
  readonly isOnAir: () => boolean;
  readonly log: Logger;
}

export function serveServices({ folder, saving, links, serviceOrigin, ...options }: ServicesOptions): Services {
  const keys = new PresenterKeyFile({ folder, findKeychain, saving, log: options.log });
  addHandshakeKey(session.defaultSession, (origin) => (origin === serviceOrigin() ? keys.read(origin) : null));
  const services = new Services({ ...options, keys });
  links.listen((link) => services.propose(link));
  return services;
}
