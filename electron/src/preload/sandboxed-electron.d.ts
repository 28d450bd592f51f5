/**
 * The part of Electron that our sandboxed preload scripts use. Electron's own types would bring
 * Node's along, so that an import of `node:fs` would compile here and fail in the sandbox.
 */
export const contextBridge: {
  exposeInMainWorld(key: string, api: object): void;
};

export const ipcRenderer: {
  invoke<Reply>(channel: string, ...parameters: readonly unknown[]): Promise<Reply>;
  on(channel: string, listener: (event: unknown, payload: unknown) => void): void;
  off(channel: string, listener: (event: unknown, payload: unknown) => void): void;
};
