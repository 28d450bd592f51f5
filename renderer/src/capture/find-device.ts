/** Finds the chosen device among those present, and decides whether to open another one. Pure. */
import type { DeviceChoice } from '@lectern/bridge';

/** By its id, otherwise by its label: ids change with drivers, ports and cleared profiles. */
export function findDevice(choice: DeviceChoice, present: readonly DeviceChoice[]): DeviceChoice | undefined {
  const byId = present.find(({ id }) => id === choice.id);
  if (byId !== undefined || choice.label === '') return byId;
  return present.find(({ label }) => label === choice.label);
}

interface Situation {
  readonly choice: DeviceChoice | null;
  /** The open device. */
  readonly device: DeviceChoice;
  readonly present: readonly DeviceChoice[];
}

/** Chromium's ids for the system's default device. The list of devices does not contain them. */
const ALIASES: ReadonlySet<string> = new Set(['', 'default', 'communications']);

/** Whether the open device is gone, or the chosen one is back while another replaces it. */
export function shouldReopen({ choice, device, present }: Situation): boolean {
  const chosen = choice === null ? undefined : findDevice(choice, present);
  if (chosen !== undefined) return chosen.id !== device.id;
  return ALIASES.has(device.id) ? present.length === 0 : !present.some(({ id }) => id === device.id);
}
