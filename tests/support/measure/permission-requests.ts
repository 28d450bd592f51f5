/** Records and refuses every call of a page that could make its browser ask for a permission. */

declare global {
  interface Window {
    /** The names of the calls. */
    permissionRequests: string[];
  }
}

/** Runs in the page, before anything else. */
export function recordPermissionRequests(): void {
  window.permissionRequests = [];
  const record = (owner: unknown, names: readonly string[]): void => {
    if (owner === null || (typeof owner !== 'object' && typeof owner !== 'function')) return;
    for (const name of names.filter((one) => one in owner)) {
      const refuse = (): Promise<never> => {
        window.permissionRequests.push(name);
        return Promise.reject(new Error(`${name} is refused here`));
      };
      Reflect.set(owner, name, refuse);
    }
  };
  const prototypeOf = (name: string): unknown => {
    const constructor: unknown = Reflect.get(window, name);
    return typeof constructor === 'function' ? constructor.prototype : undefined;
  };
  record(prototypeOf('MediaDevices'), ['getUserMedia', 'getDisplayMedia', 'selectAudioOutput']);
  record(prototypeOf('Geolocation'), ['getCurrentPosition', 'watchPosition']);
  record(Navigator.prototype, ['requestMIDIAccess', 'requestMediaKeySystemAccess', 'getScreenDetails']);
  record(Document.prototype, ['requestStorageAccess']);
  record(Reflect.get(window, 'Notification'), ['requestPermission']);
  record(prototypeOf('Clipboard'), ['read', 'readText']);
  record(prototypeOf('StorageManager'), ['persist']);
}
