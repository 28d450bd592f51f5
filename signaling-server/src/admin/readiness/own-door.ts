/**
 * The rules for the service's own connections: everybody may present, no limit by address applies,
 * and neither figures nor log mention them.
 */
import type { DoorDeps } from '../../door/connections.ts';
import { unseen } from '../../door/door-observer.ts';
import { everybodyMayPresent } from '../../door/may-present.ts';
import { PerAddress } from '../../room/per-address.ts';
import { PerMinute } from '../../room/per-minute.ts';

export const ownDoorDeps = (deps: DoorDeps): DoorDeps => ({
  ...deps,
  // They do not come through the balancer.
  config: { ...deps.config, balancerUrl: null },
  log: deps.log.child({}, { level: 'error' }),
  observer: unseen,
  mayPresent: everybodyMayPresent,
  load: { refuses: () => false },
  failures: new PerAddress(deps.clock, Infinity),
  newRooms: new PerAddress(deps.clock, Infinity),
  openings: new PerMinute(deps.clock, Infinity),
  watchLinks: { linkTo: async () => '', subscribe: () => () => undefined },
});
