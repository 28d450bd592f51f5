/**
 * The same tests on one instance of the service and on several: with `TEST_INSTANCES`, which the
 * project `far` of the tests sets, each service that a test starts is three instances in one
 * process.
 */
import type { Role } from '@lectern/protocol';
import type { MeetOthers } from '@lectern/signaling-server';
import { LoneCarriers } from '../../../signaling-server/src/cluster/lone-wire.ts';
import { SealedWire } from '../../../signaling-server/src/cluster/sealed-wire.ts';
import { SharedDirectory } from '../../../signaling-server/src/cluster/shared-directory.fixture.ts';

export const hasInstances = process.env['TEST_INSTANCES'] !== undefined;

/** By the address of the first instance. */
const doors = new Map<string, Readonly<Partial<Record<Role, string>>>>();

export const useDoors = (url: string, byRole: Readonly<Partial<Record<Role, string>>>): void =>
  void doors.set(url, byRole);

/** Where clients of this role connect. */
export const doorFor = (url: string, role: Role): string => doors.get(url)?.[role] ?? url;

/**
 * Where the instances of one service meet. All rooms go to the instance that meets as the owner.
 */
export function meetingPlace(): { readonly meet: MeetOthers; readonly meetAsOwner: MeetOthers } {
  const directories = new SharedDirectory();
  const carriers = new LoneCarriers();
  const meet: MeetOthers = (own) => {
    const directory = directories.of(own.self);
    const wire = new SealedWire({ ...own, carrier: carriers.of(own.self), versionsOf: () => undefined });
    const close = async (): Promise<void> => {
      wire.close();
      await directory.close();
    };
    return { directory, wire, close };
  };
  const meetAsOwner: MeetOthers = (own) => {
    directories.place = own.self;
    return meet(own);
  };
  return { meet, meetAsOwner };
}
