/** How a preload script calls the main process and listens to it, for the bridge of either page. */
import { ipcRenderer } from 'electron';
import { callChannel, eventChannel, type CallReply } from '../channels.ts';

/**
 * `never` fits every result type of a contract. The main process checks its results against the
 * contract.
 */
export type Call = (...parameters: readonly unknown[]) => Promise<never>;

export const callOf =
  (name: string): Call =>
  async (...parameters) => {
    const reply = await ipcRenderer.invoke<CallReply<never>>(callChannel(name), ...parameters);
    if (!reply.ok) throw new Error(reply.message);
    return reply.value;
  };

/** Returns the unsubscribe. */
export function listenTo(name: string, listener: (payload: never) => void): () => void {
  const forward = (_event: unknown, payload: unknown): void => listener(payload as never);
  ipcRenderer.on(eventChannel(name), forward);
  // In braces: `off` returns the `ipcRenderer` itself, which must not reach the page.
  return () => {
    ipcRenderer.off(eventChannel(name), forward);
  };
}
