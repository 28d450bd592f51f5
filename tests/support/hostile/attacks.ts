/** All attacks by name, each with the settings of the service that it is made on. */
import type { Attack } from './attacks/attack.ts';
import { keyGuessing, silentTcp, tenJoins } from './attacks/doors.ts';
import { blindPongs, mailForTheAbsent, notReading } from './attacks/slow-readers.ts';
import { absentNamespaces, describeStorm, everyPair, longMessages, openStorm } from './attacks/storms.ts';

const PRESENTER_KEY = 'hostile-bench-k3y-7Qm2xZ9vB4';

export type AttackName =
  | 'not-reading'
  | 'blind-pongs'
  | 'mail-for-the-absent'
  | 'describe-storm'
  | 'open-storm'
  | 'long-messages'
  | 'ten-joins-on-a-connection'
  | 'silent-tcp'
  | 'absent-namespaces'
  | 'key-guessing'
  | 'every-pair-of-requests';

interface NamedAttack {
  readonly attack: Attack;
  readonly settings?: Readonly<Record<string, string>>;
  /** The service's presenter key, where it asks for one. */
  readonly presenterKey?: string;
}

export const attacks: { readonly [N in AttackName]: NamedAttack } = {
  'not-reading': { attack: notReading },
  'blind-pongs': { attack: blindPongs },
  'mail-for-the-absent': { attack: mailForTheAbsent },
  'describe-storm': { attack: describeStorm },
  'open-storm': { attack: openStorm },
  'long-messages': { attack: longMessages },
  'ten-joins-on-a-connection': { attack: tenJoins, settings: { LECTERN_MAX_WATCHERS_PER_ROOM: '30' } },
  'silent-tcp': { attack: silentTcp },
  'absent-namespaces': { attack: absentNamespaces },
  'key-guessing': {
    attack: keyGuessing,
    settings: { LECTERN_PRESENTER_KEYS: PRESENTER_KEY },
    presenterKey: PRESENTER_KEY,
  },
  'every-pair-of-requests': { attack: everyPair },
};

export const attackNames = Object.keys(attacks) as AttackName[];
