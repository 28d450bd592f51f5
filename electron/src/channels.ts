/** How the bridge's names travel between preload and main. Not for the UI. */
export const callChannel = (call: string): string => `lectern:call:${call}`;
export const eventChannel = (event: string): string => `lectern:event:${event}`;

/** An answer over IPC: Electron would put its own words around the message of an error that is thrown. */
export type CallReply<T = unknown> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly message: string };
