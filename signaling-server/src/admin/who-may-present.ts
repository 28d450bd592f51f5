/** Puts together what `LECTERN_PRESENTING` asks for: one case for each kind. */
import { everybodyMayPresent, type MayPresent } from '../door/may-present.ts';
import { PacedKeys } from '../door/paced-keys.ts';
import type { CountsOf } from '../room/other-counts.ts';
import { PerAddress } from '../room/per-address.ts';
import { PresenterKeys } from '../door/presenter-keys.ts';
import type { SignIns } from '../door/sign-ins.ts';
import type { Policy } from '../policy.ts';
import { Keyring, type KeyringOptions } from './keyring.ts';
import { openSignIns, type OpenSignInsOptions } from './open-sign-ins.ts';
import type { PresentingSetting } from './presenting-setting.ts';

interface WhoMayPresentOptions extends KeyringOptions, Omit<OpenSignInsOptions, 'policy'> {
  readonly policy: Policy;
  readonly countsOf: CountsOf;
}

interface WhoMayPresent {
  readonly mayPresent: MayPresent;
  /** Null where presenting needs no key. */
  readonly keyring: Keyring | null;
  /** Null where presenters do not sign in. */
  readonly signIns: SignIns | null;
}

/** Throws `ConfigError` when presenters could not be admitted with this setting. */
export function whoMayPresent(setting: PresentingSetting, options: WhoMayPresentOptions): WhoMayPresent {
  const { clock, policy, countsOf } = options;
  switch (setting.kind) {
    case 'open':
      return { mayPresent: everybodyMayPresent, keyring: null, signIns: null };
    case 'keys': {
      const keyring = new Keyring(setting.source, options);
      const keys = new PresenterKeys(() => keyring.keys);
      const wrongKeys = new PerAddress(clock, policy.door.wrongKeysPerMinute, countsOf('wrong-keys'));
      return { mayPresent: new PacedKeys({ keys, clock, policy: policy.door, wrongKeys }), keyring, signIns: null };
    }
    case 'oidc': {
      const signIns = openSignIns(setting, { ...options, policy: policy.provider });
      return { mayPresent: signIns, keyring: null, signIns };
    }
  }
}
