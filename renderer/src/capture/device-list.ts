/** The cameras and microphones that the system offers now. */
import log from 'loglevel';
import { Store, type ReadableStore } from '@lectern/state';
import type { DeviceChoice } from '@lectern/bridge';
import { DEVICE_LIST_INTERVAL_MS } from '../policy/capture.ts';
import { DeviceNumbers } from './device-numbers.ts';
import type { DeviceKind } from './open-device.ts';

const logger = log.getLogger('capture');

export interface DeviceList {
  readonly cameras: readonly DeviceChoice[];
  readonly microphones: readonly DeviceChoice[];
}

const list = new Store<DeviceList>({ cameras: [], microphones: [] });

export const deviceList: ReadableStore<DeviceList> = list;

/** Every device that this run has seen. */
export const deviceNumbers: Readonly<Record<DeviceKind, DeviceNumbers>> = {
  camera: new DeviceNumbers(),
  microphone: new DeviceNumbers(),
};

const kinds = { camera: 'videoinput', microphone: 'audioinput' } as const;

/**
 * Reads the list again. Labels are empty until a device has been opened once, so call it after each
 * start, too.
 */
export async function refreshDeviceList(): Promise<void> {
  const devices = await enumerateDevices();
  list.set({ cameras: choicesOf('camera', devices), microphones: choicesOf('microphone', devices) });
}

/**
 * Calls `listener` when a device was added or removed; returns the unsubscribe. On Linux, Chromium
 * notices only devices that the kernel announces: not a Bluetooth headset, nor what a sound server
 * adds. Listing the devices makes it notice those.
 */
export function watchDevices(listener: () => void): () => void {
  navigator.mediaDevices.addEventListener('devicechange', listener);
  const polling = navigator.userAgent.includes('Linux')
    ? setInterval(() => void enumerateDevices(), DEVICE_LIST_INTERVAL_MS)
    : undefined;
  return () => {
    navigator.mediaDevices.removeEventListener('devicechange', listener);
    clearInterval(polling);
  };
}

export async function listDevices(kind: DeviceKind): Promise<readonly DeviceChoice[]> {
  return choicesOf(kind, await enumerateDevices());
}

/** Whether any microphone or loudspeaker is listed. */
export async function hasSoundDevices(): Promise<boolean> {
  return (await enumerateDevices()).some(({ kind }) => kind !== 'videoinput');
}

/** Empty where the system cannot list its devices. */
async function enumerateDevices(): Promise<readonly MediaDeviceInfo[]> {
  try {
    return await navigator.mediaDevices.enumerateDevices();
  } catch (error) {
    logger.debug('The devices were not listed:', error);
    return [];
  }
}

function choicesOf(kind: DeviceKind, devices: readonly MediaDeviceInfo[]): readonly DeviceChoice[] {
  const choices: readonly DeviceChoice[] = devices
    // "default" and "communications" are aliases of devices that are also listed themselves.
    .filter((device) => device.kind === kinds[kind] && !['', 'default', 'communications'].includes(device.deviceId))
    .map(({ deviceId, label }) => ({ id: deviceId, label }));
  deviceNumbers[kind].note(choices);
  return deviceNumbers[kind]
    .inOrder(choices)
    .map(({ id, label }) =>
      choices.some((other) => other.label === label && other.id !== id) ? { id, label, hasTwin: true } : { id, label },
    );
}
