/** Another service or another room loads the page anew, which would end what is live: refused until the presenter has stopped. Pure. */
import type { Settings } from '@lectern/bridge';
import { ShowableError } from './showable-error.ts';

const refusals = {
  service: 'You are live. Stop first to use another service.',
  room: 'You are live. Stop first to open another room.',
} as const;

export function refuseWhileLive(isOnAir: boolean, another: keyof typeof refusals): void {
  if (isOnAir) throw new ShowableError(refusals[another]);
}

type Place = Pick<Settings, 'serviceUrl' | 'currentRoom'>;

/** The settings name the place too: a change of them that stays where it is may come at any time. */
export function refuseMoveWhileLive(
  isOnAir: boolean,
  now: Place,
  change: { readonly [K in keyof Place]?: Place[K] | undefined },
): void {
  const moves = (name: keyof Place): boolean => change[name] !== undefined && change[name] !== now[name];
  if (moves('serviceUrl')) refuseWhileLive(isOnAir, 'service');
  if (moves('currentRoom')) refuseWhileLive(isOnAir, 'room');
}
