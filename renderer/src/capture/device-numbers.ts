/** Numbers that tell devices of the same name apart. */
import type { DeviceChoice } from '@lectern/bridge';

export class DeviceNumbers {
  readonly #idsByLabel = new Map<string, readonly string[]>();

  /** Remembers devices, so that those that stay keep their numbers when one is unplugged. */
  note(devices: readonly DeviceChoice[]): void {
    for (const { id, label } of devices) {
      const ids = this.#idsByLabel.get(label) ?? [];
      // In the order of their ids, which the system does not change: another run numbers them
      // alike.
      if (!ids.includes(id)) this.#idsByLabel.set(label, [...ids, id].toSorted());
    }
  }

  /** From 1; null where no other device of this name is known. */
  numberOf({ id, label }: DeviceChoice): number | null {
    const ids = this.#idsByLabel.get(label) ?? [];
    return ids.length > 1 && ids.includes(id) ? ids.indexOf(id) + 1 : null;
  }

  /** The same devices; those of one name share their places in the order of their numbers. */
  inOrder(devices: readonly DeviceChoice[]): readonly DeviceChoice[] {
    const waiting = new Map<string, DeviceChoice[]>();
    for (const device of devices) waiting.set(device.label, [...(waiting.get(device.label) ?? []), device]);
    for (const twins of waiting.values()) twins.sort((a, b) => (this.numberOf(a) ?? 0) - (this.numberOf(b) ?? 0));
    return devices.map((device) => waiting.get(device.label)?.shift() ?? device);
  }
}
