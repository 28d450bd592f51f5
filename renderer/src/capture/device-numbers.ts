/** Numbers that tell devices of the same name apart. */
import type { DeviceChoice } from '@lectern/bridge';

export class DeviceNumbers {
  readonly #idsByLabel = new Map<string, readonly string[]>();

  /** Remembers devices, so that those that stay keep their numbers when one is unplugged. */
  note(devices: readonly DeviceChoice[]): void {
    for (const { id, label } of devices) {
      const ids = this.#idsByLabel.get(label) ?? [];
      // In the order of their ids, which the system does not change: another run numbers them alike.
      if (!ids.includes(id)) this.#idsByLabel.set(label, [...ids, id].toSorted());
    }
  }

  /** From 1; null where no other device of this name is known. */
  numberOf({ id, label }: DeviceChoice): number | null {
    const ids = this.#idsByLabel.get(label) ?? [];
    return ids.length > 1 && ids.includes(id) ? ids.indexOf(id) + 1 : null;
  }
}
