/** Which of the devices that are here is meant, and what a change of the list means. Pure. */
import type { DeviceChoice } from '@lectern/bridge';

/** The chosen device among those present: by its id, else by its label, since ids change with drivers, ports and cleared profiles. */
export function findDevice(choice: DeviceChoice, present: readonly DeviceChoice[]): DeviceChoice | undefined {
  const byId = present.find(({ id }) => id === choice.id);
  if (byId !== undefined || choice.label === '') return byId;
  return present.find(({ label }) => label === choice.label);
}

interface Situation {
  readonly choice: DeviceChoice | null;
  /** The device that is on. */
  readonly device: DeviceChoice;
  readonly present: readonly DeviceChoice[];
}

/** Chromium's names for whatever the system prefers just now; they are not in the list. */
const ALIASES: ReadonlySet<string> = new Set(['', 'default', 'communications']);

/** True where the device that is on has gone, or where the one that was chosen is back in its place. */
export function shouldReopen({ choice, device, present }: Situation): boolean {
  const chosen = choice === null ? undefined : findDevice(choice, present);
  if (chosen !== undefined) return chosen.id !== device.id;
  return ALIASES.has(device.id) ? present.length === 0 : !present.some(({ id }) => id === device.id);
}
