/** Puts together what `LECTERN_PRESENTING` asks for: one case for each kind. */
import type { Logger } from 'pino';
import { everybodyMayPresent, type MayPresent } from '../door/may-present.ts';
import { PacedKeys } from '../door/paced-keys.ts';
import { PerAddress } from '../door/per-address.ts';
import { PresenterKeys } from '../door/presenter-keys.ts';
import type { DoorPolicy } from '../policy.ts';
import type { Clock } from '../room/clock.ts';
import { presenterKeySource } from './presenter-key-source.ts';
import type { PresentingSetting } from './presenting-setting.ts';

interface Surroundings {
  readonly clock: Clock;
  readonly log: Logger;
  readonly policy: DoorPolicy;
}

/** Throws `ConfigError` when nobody could present with this setting. */
export function whoMayPresent(setting: PresentingSetting, { clock, log, policy }: Surroundings): MayPresent {
  switch (setting.kind) {
    case 'open':
      return everybodyMayPresent;
    case 'keys': {
      const keys = new PresenterKeys(presenterKeySource(setting.source, log));
      return new PacedKeys({ keys, clock, policy, wrongKeys: new PerAddress(clock, policy.wrongKeysPerMinute) });
    }
  }
}
