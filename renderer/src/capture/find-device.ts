/** Finds the chosen device among those present, and decides whether to open another one. Pure. */
import type { DeviceChoice } from '@lectern/bridge';

export interface FoundDevice {
  readonly device: DeviceChoice;
  /** False: another device of the same name, which stands in for the chosen one. */
  readonly isChosen: boolean;
}

interface Search {
  readonly choice: DeviceChoice;
  readonly present: readonly DeviceChoice[];
  /** The chosen device has been present in this run, under the id of the choice. */
  readonly wasPresent: boolean;
  /** The device that is open, which goes on where several would do. */
  readonly open?: DeviceChoice | undefined;
}

/**
 * By its id, otherwise by its name: ids change with drivers, ports and cleared profiles. A name
 * that two devices have had proves nothing, so a device that is found by it only stands in.
 */
export function findDevice({ choice, present, wasPresent, open }: Search): FoundDevice | undefined {
  const byId = present.find(({ id }) => id === choice.id);
  if (byId !== undefined) return { device: byId, isChosen: true };
  const alike = choice.label === '' ? [] : present.filter(({ label }) => label === choice.label);
  const device = alike.find(({ id }) => id === open?.id) ?? alike[0];
  if (device === undefined) return undefined;
  return { device, isChosen: alike.length === 1 && !wasPresent && choice.hasTwin !== true };
}

/**
 * The choice with the note that its device has a twin; undefined where there is nothing new to
 * note. The next run then does not take the twin for it.
 */
export function noteTwin(choice: DeviceChoice | null, present: readonly DeviceChoice[]): DeviceChoice | undefined {
  if (choice === null || choice.hasTwin === true || choice.label === '') return undefined;
  const listed = present.find(({ id }) => id === choice.id);
  return listed?.hasTwin === true && listed.label === choice.label ? listed : undefined;
}

interface Situation {
  readonly choice: DeviceChoice | null;
  readonly wasPresent: boolean;
  /** The open device. */
  readonly device: DeviceChoice;
  readonly present: readonly DeviceChoice[];
}

/** Chromium's ids for the system's default device. The list of devices does not contain them. */
const ALIASES: ReadonlySet<string> = new Set(['', 'default', 'communications']);

/** Whether the open device is gone, or the chosen one is back while another replaces it. */
export function shouldReopen({ choice, wasPresent, device, present }: Situation): boolean {
  const found = choice === null ? undefined : findDevice({ choice, present, wasPresent, open: device });
  if (found !== undefined) return found.device.id !== device.id;
  return ALIASES.has(device.id) ? present.length === 0 : !present.some(({ id }) => id === device.id);
}
