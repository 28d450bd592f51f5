/**
 * Notifies the clients that are here when their time to return has doubled: an instance fills up
 * after its first clients have come, and these know only of the few that were there before.
 */
import type { Role } from '@lectern/protocol';
import type { ReturnPolicy } from '../policy.ts';
import type { OpenPeers } from './open-peers.ts';
import type { Returns } from './returns.ts';
import { notifyAll } from './socket-outlet.ts';

interface ReturnChangesOptions {
  readonly policy: Pick<ReturnPolicy, 'leastChangedMs'>;
  readonly returns: Pick<Returns, 'withinMs'>;
  readonly peers: Pick<OpenPeers, 'outlets'>;
}

export class ReturnChanges {
  readonly #options: ReturnChangesOptions;
  /** Of the last notice, or less since clients have left. */
  readonly #knownMs: Record<Role, number> = { presenter: 0, watcher: 0 };

  constructor(options: ReturnChangesOptions) {
    this.#options = options;
  }

  /** A client of this role has come. */
  check(role: Role): void {
    const { policy, returns, peers } = this.#options;
    const nowMs = returns.withinMs(role);
    const knownMs = Math.max(this.#knownMs[role], policy.leastChangedMs / 2);
    if (nowMs >= 2 * knownMs) {
      this.#knownMs[role] = nowMs;
      notifyAll(peers.outlets(role), 'return:changed', { returnWithinMs: nowMs });
    } else if (nowMs < knownMs / 2) this.#knownMs[role] = nowMs;
  }
}
