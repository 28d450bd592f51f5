/**
 * Another service or another room loads the page again, which would end the broadcast: refused
 * while live. Pure.
 */
import type { Settings } from '@lectern/bridge';
import { ShowableError } from '../bridge/showable-error.ts';
import { liveWords } from '../words.ts';

const refusals = { service: liveWords.stopForService, room: liveWords.stopForRoom } as const;

export function refuseWhileLive(isOnAir: boolean, another: keyof typeof refusals): void {
  if (isOnAir) throw new ShowableError(refusals[another]);
}

type Place = Pick<Settings, 'serviceUrl' | 'currentRoom'>;

/**
 * For changes of the settings, which hold service and room, too. One that keeps both is allowed at
 * any time.
 */
export function refuseMoveWhileLive(
  isOnAir: boolean,
  now: Place,
  change: { readonly [K in keyof Place]?: Place[K] | undefined },
): void {
  const moves = (name: keyof Place): boolean => change[name] !== undefined && change[name] !== now[name];
  if (moves('serviceUrl')) refuseWhileLive(isOnAir, 'service');
  if (moves('currentRoom')) refuseWhileLive(isOnAir, 'room');
}
