/** The names of the bridge's IPC channels, and the form of a reply, for preload and main. */
export const callChannel = (call: string): string => `lectern:call:${call}`;
export const eventChannel = (event: string): string => `lectern:event:${event}`;

/**
 * Electron adds words of its own to the message of an error that is thrown over IPC, so a failure
 * is a value.
 */
export type CallReply<T = unknown> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly message: string };
