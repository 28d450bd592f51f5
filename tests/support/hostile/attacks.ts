/** All attacks by name, each with the settings of the service that it is made on. */
import type { Attack } from './attacks/attack.ts';
import { keyGuessing, silentTcp, tenJoins } from './attacks/doors.ts';
import { blindPongs, mailForTheAbsent, notReading } from './attacks/slow-readers.ts';
import { absentNamespaces, describeStorm, everyPair, longMessages, openStorm } from './attacks/storms.ts';

export const PRESENTER_KEY = 'hostile-bench-k3y-7Qm2xZ9vB4';

interface NamedAttack {
  readonly attack: Attack;
  readonly settings?: Readonly<Record<string, string>>;
}

export const attacks = {
  'not-reading': { attack: notReading },
  'blind-pongs': { attack: blindPongs },
  'mail-for-the-absent': { attack: mailForTheAbsent },
  'describe-storm': { attack: describeStorm },
  'open-storm': { attack: openStorm },
  'long-messages': { attack: longMessages },
  'ten-joins-on-a-connection': { attack: tenJoins },
  'silent-tcp': { attack: silentTcp },
  'absent-namespaces': { attack: absentNamespaces },
  'key-guessing': { attack: keyGuessing, settings: { LECTERN_PRESENTER_KEYS: PRESENTER_KEY } },
  'every-pair-of-requests': { attack: everyPair },
} as const satisfies Record<string, NamedAttack>;

export type AttackName = keyof typeof attacks;
export const attackNames = Object.keys(attacks) as AttackName[];
