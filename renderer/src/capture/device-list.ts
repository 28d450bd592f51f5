/** The cameras and microphones that the system offers right now. */
import { Store, type ReadableStore } from '@lectern/rtc';
import type { DeviceChoice } from '@lectern/electron/bridge';

export interface DeviceList {
  readonly cameras: readonly DeviceChoice[];
  readonly microphones: readonly DeviceChoice[];
}

const list = new Store<DeviceList>({ cameras: [], microphones: [] });

export const deviceList: ReadableStore<DeviceList> = list;

/** Reads the list again. Labels are empty until a device has been opened once, so this is also called after each start. */
export async function refreshDeviceList(): Promise<void> {
  const devices = await navigator.mediaDevices.enumerateDevices();
  const of = (kind: MediaDeviceKind): DeviceChoice[] =>
    devices
      // "default" and "communications" are aliases of devices that are listed themselves.
      .filter((device) => device.kind === kind && !['', 'default', 'communications'].includes(device.deviceId))
      .map(({ deviceId, label }) => ({ id: deviceId, label }));
  list.set({ cameras: of('videoinput'), microphones: of('audioinput') });
}
