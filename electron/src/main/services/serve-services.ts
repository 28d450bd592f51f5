/**
 * Puts the services together: their keys and sign-ins, what of them goes into the handshake, and
 * the links that arrive from outside.
 */
import { net, session, shell, type BrowserWindow } from 'electron';
import { send } from '../bridge/serve-desktop.ts';
import { showWindow } from '../desktop/window.ts';
import { findKeychain } from '../files/keychain.ts';
import type { Saving } from '../files/saving.ts';
import type { Logger } from '../log/logger.ts';
import type { SettingsFile } from '../settings/settings-file.ts';
import { Admissions } from '../sign-in/admissions.ts';
import { SignIn } from '../sign-in/sign-in.ts';
import { addHandshakeKey } from './handshake-key.ts';
import type { LinkInbox } from './link-inbox.ts';
import { presenterKeys, ServiceSecrets, signIns } from './service-secrets.ts';
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

export function serveServices({ folder, saving, links, serviceOrigin, ...options }: ServicesOptions) {
  const kept = { folder, findKeychain, saving, log: options.log };
  const keys = new ServiceSecrets({ ...presenterKeys, ...kept });
  const admissions = new Admissions(new ServiceSecrets({ ...signIns, ...kept }));
  addHandshakeKey(session.defaultSession, (origin) =>
    origin === serviceOrigin()
      ? { key: keys.read(origin), admission: admissions.read(origin)?.admission ?? null }
      : null,
  );
  const services = new Services({ ...options, keys, admissions });
  links.listen((link) => services.propose(link));
  const { window, log } = options;
  const signIn = new SignIn({
    admissions,
    fetch: (url, init) => net.fetch(url, init),
    openPage: (address) => shell.openExternal(address),
    onProgress: (progress) => send(window, 'signInChanged', progress),
    onSignedIn: () => showWindow(window),
    log,
  });
  return [services, signIn] as const;
}
