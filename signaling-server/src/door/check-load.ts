/** Refuses a client while the service is behind with its work, and says when to return. */
import { SignalingError, type Arrival } from '@lectern/protocol';
import type { DoorObserver } from './door-observer.ts';
import type { Load } from './load.ts';
import type { Returns } from './returns.ts';

export interface LoadDeps {
  readonly load: Pick<Load, 'refuses'>;
  readonly returns: Pick<Returns, 'nextTurnMs'>;
  readonly observer: Pick<DoorObserver, 'refusedForLoad'>;
}

/** Clients of earlier versions know no code that says when to return. */
const BUSY_SINCE_VERSION = 3;

/** Throws `busy`. `protocol`: the version agreed on. */
export function checkLoad({ load, returns, observer }: LoadDeps, arrival: Arrival, protocol: number): void {
  if (!load.refuses(arrival)) return;
  observer.refusedForLoad(arrival);
  const reason = 'the service is under load';
  if (protocol < BUSY_SINCE_VERSION) throw new SignalingError('too-many', reason);
  throw new SignalingError('busy', reason, undefined, returns.nextTurnMs());
}
