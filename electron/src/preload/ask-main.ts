/** How a preload script asks and hears the main process, for the bridge of either page. */
import { ipcRenderer } from 'electron';
import { callChannel, eventChannel, type CallReply } from '../channels.ts';

/** `never` suits every type that a contract promises; what main gives for a name is checked against the contract there. */
export type Call = (...parameters: readonly unknown[]) => Promise<never>;

export const callOf =
  (name: string): Call =>
  async (...parameters) => {
    const reply: CallReply<never> = await ipcRenderer.invoke(callChannel(name), ...parameters);
    if (!reply.ok) throw new Error(reply.message);
    return reply.value;
  };

/** Returns the unsubscribe. */
export function listenTo(name: string, listener: (payload: never) => void): () => void {
  const forward = (_event: unknown, payload: unknown): void => listener(payload as never);
  ipcRenderer.on(eventChannel(name), forward);
  // In braces: `off` returns the `ipcRenderer` itself, which must not cross.
  return () => {
    ipcRenderer.off(eventChannel(name), forward);
  };
}
