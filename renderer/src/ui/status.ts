/** The presenter's status as the badge shows it: its shape, and the sentence for trouble. */
import type { ServiceCheck } from '@lectern/bridge';
import { shownTrouble, type PresenterStatus } from '../session/presenter-status.ts';
import { whyUnreachable } from './settings/service-standing.ts';
import { words } from './words.ts';

/** Paused is on air, but does not get the red of what goes out. */
export const badgeOf = (status: PresenterStatus): keyof typeof words.status.badge =>
  status.name === 'live' && status.paused ? 'paused' : status.name;

/** What happened and what it means. `check` is the last check of the service in use. */
export function troubleSentence(
  status: Extract<PresenterStatus, { name: 'trouble' }>,
  watching: number,
  check: ServiceCheck | undefined,
): string {
  const trouble = shownTrouble(status, watching);
  const reason = trouble === 'service-unreachable' ? whyUnreachable(check) : null;
  return reason === null ? words.status.trouble[trouble] : words.status.tryingAgain(reason);
}
