/** Who may enter the room of a world, as its presenter has decided, and the passcode that people hear. */
import type { EntryRules, PasscodeProof } from '@lectern/protocol';
import { asking, newProof } from '../../../signaling-server/src/room/passcode.fixture.ts';
import type { Random } from '../machines/random.ts';

export class Entry {
  #rules: EntryRules = { passcode: null, lobby: false, watchers: 'stay' };
  #passcode = newProof();

  get rules(): EntryRules {
    return this.#rules;
  }

  /** The newest, also where none is asked for any more. */
  get passcode(): PasscodeProof {
    return this.#passcode;
  }

  change(random: Random): void {
    const others = {
      lobby: random.happens(0.4),
      watchers: random.pick(['stay', 'leave'] as const),
    };
    if (random.happens(0.4)) {
      this.#rules = { passcode: null, ...others };
      return;
    }
    this.#passcode = newProof();
    this.#rules = asking(this.#passcode, others);
  }
}
