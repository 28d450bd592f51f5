/** Puts together presenting by the admin's identity provider (`LECTERN_PRESENTING=oidc`). */
import { join } from 'node:path';
import type { Logger } from 'pino';
import { IdentityProvider } from '../door/identity-provider.ts';
import { SignIns } from '../door/sign-ins.ts';
import { Subjects } from '../door/subjects.ts';
import type { Tokens } from '../door/tokens.ts';
import { MAX_SEEN_SUBJECTS, type ProviderPolicy } from '../policy.ts';
import type { Clock } from '../room/clock.ts';
import type { PresenterIdentity } from '../room/presenter-identity.ts';
import type { OidcSetting } from './presenting-setting.ts';
import { REVOKED_FILE, RevokedSubjectsFile } from './revoked-subjects.ts';

export interface OpenSignInsOptions {
  readonly clock: Clock;
  readonly log: Logger;
  readonly policy: ProviderPolicy;
  readonly tokens: Tokens;
  readonly dataDir: string;
  readonly onRevoked: (identity: PresenterIdentity) => void;
  /** The service's names, which an ID token must be requested for. */
  readonly services: () => readonly string[];
}

/** Throws `ConfigError` when the revoked subjects cannot be read. */
export function openSignIns({ oidc, revokedFile }: OidcSetting, options: OpenSignInsOptions): SignIns {
  const { clock, log, policy, dataDir } = options;
  const store = new RevokedSubjectsFile(revokedFile ?? join(dataDir, REVOKED_FILE));
  const subjects = new Subjects({ store, maxSeen: MAX_SEEN_SUBJECTS });
  const provider = new IdentityProvider({ issuer: oidc.issuer, clock, log, policy });
  const signIns = new SignIns({ ...options, oidc, provider, subjects });
  store.watch(clock, log, (revoked) => signIns.takeRevoked(revoked));
  return signIns;
}
