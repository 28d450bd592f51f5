/** Puts together what `LECTERN_PRESENTING` asks for: one case for each kind. */
import { everybodyMayPresent, type MayPresent } from '../door/may-present.ts';
import { PacedKeys } from '../door/paced-keys.ts';
import { PerAddress } from '../door/per-address.ts';
import { PresenterKeys } from '../door/presenter-keys.ts';
import type { SignIns } from '../door/sign-ins.ts';
import type { Policy } from '../policy.ts';
import { openSignIns, type SignInSurroundings } from './open-sign-ins.ts';
import { presenterKeySource } from './presenter-key-source.ts';
import type { PresentingSetting } from './presenting-setting.ts';

interface Surroundings extends Omit<SignInSurroundings, 'policy'> {
  readonly policy: Policy;
}

interface WhoMayPresent {
  readonly mayPresent: MayPresent;
  /** Null where presenters do not sign in. */
  readonly signIns: SignIns | null;
}

/** Throws `ConfigError` when nobody could present with this setting. */
export function whoMayPresent(setting: PresentingSetting, surroundings: Surroundings): WhoMayPresent {
  const { clock, log, policy } = surroundings;
  switch (setting.kind) {
    case 'open':
      return { mayPresent: everybodyMayPresent, signIns: null };
    case 'keys': {
      const keys = new PresenterKeys(presenterKeySource(setting.source, log));
      const wrongKeys = new PerAddress(clock, policy.door.wrongKeysPerMinute);
      return { mayPresent: new PacedKeys({ keys, clock, policy: policy.door, wrongKeys }), signIns: null };
    }
    case 'oidc': {
      const signIns = openSignIns(setting.oidc, { ...surroundings, policy: policy.provider });
      return { mayPresent: signIns, signIns };
    }
  }
}
