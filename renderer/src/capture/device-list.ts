/** The cameras and microphones that the system offers right now. */
import { Store, type ReadableStore } from '@lectern/state';
import type { DeviceChoice } from '@lectern/bridge';
import type { DeviceKind } from './open-device.ts';

export interface DeviceList {
  readonly cameras: readonly DeviceChoice[];
  readonly microphones: readonly DeviceChoice[];
}

const list = new Store<DeviceList>({ cameras: [], microphones: [] });

export const deviceList: ReadableStore<DeviceList> = list;

const kinds = { camera: 'videoinput', microphone: 'audioinput' } as const;

/** Reads the list again. Labels are empty until a device has been opened once, so this is also called after each start. */
export async function refreshDeviceList(): Promise<void> {
  const devices = await navigator.mediaDevices.enumerateDevices();
  list.set({ cameras: choicesOf('camera', devices), microphones: choicesOf('microphone', devices) });
}

/** On Linux Chromium hears only of devices that the kernel announces, not of a Bluetooth headset or what a sound server adds. */
const LOOK_EVERY_MS = 2_000;

/** Calls `listener` when a device has come or gone; looking for it is what makes the browser tell, where the system does not. */
export function followDevices(listener: () => void): void {
  navigator.mediaDevices.addEventListener('devicechange', listener);
  if (navigator.userAgent.includes('Linux')) {
    setInterval(() => void navigator.mediaDevices.enumerateDevices(), LOOK_EVERY_MS);
  }
}

export async function listDevices(kind: DeviceKind): Promise<readonly DeviceChoice[]> {
  return choicesOf(kind, await navigator.mediaDevices.enumerateDevices());
}

function choicesOf(kind: DeviceKind, devices: readonly MediaDeviceInfo[]): DeviceChoice[] {
  return (
    devices
      // "default" and "communications" are aliases of devices that are listed themselves.
      .filter((device) => device.kind === kinds[kind] && !['', 'default', 'communications'].includes(device.deviceId))
      .map(({ deviceId, label }) => ({ id: deviceId, label }))
  );
}
