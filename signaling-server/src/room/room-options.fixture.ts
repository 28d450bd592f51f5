/** What a room is given in tests: no ICE servers, no limit on waiting bytes, no observer. */
import { defaultPolicy } from '../policy.ts';
import { noIce } from './fake-ice.fixture.ts';
import { notifyEach } from './fake-outlet.fixture.ts';
import { PasscodeGuesses } from './passcode-guesses.ts';
import { unobserved } from './room-observer.ts';
import { noHolder, type RoomOptions } from './room-options.ts';
import { WaitingBytes } from './waiting-bytes.ts';

export const roomOptions = (own: Pick<RoomOptions, 'clock' | 'maxWatchers'> & Partial<RoomOptions>): RoomOptions => ({
  policy: defaultPolicy.room,
  ice: noIce,
  waiting: new WaitingBytes(Infinity),
  notifyAll: notifyEach,
  observer: unobserved,
  holder: noHolder,
  relay: null,
  streams: null,
  guesses: new PasscodeGuesses({ policy: defaultPolicy.room, ...own }),
  ...own,
});
