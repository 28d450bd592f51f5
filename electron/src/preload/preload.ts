/** Puts the bridge on `window`. The page gets these functions and nothing of Electron: no event object crosses, no channel name. */
import { contextBridge, ipcRenderer } from 'electron';
import { callChannel, eventChannel, type CallReply } from '../bridge/channels.ts';
import {
  DESKTOP_API_KEY,
  desktopCalls,
  desktopEvents,
  type DesktopApi,
  type DesktopCalls,
  type DesktopEvents,
} from '../bridge/contract.ts';

/** `never` suits every type that the contract promises; what main gives for a name is checked against the contract there. */
type Call = (...parameters: readonly unknown[]) => Promise<never>;

const callOf =
  (name: string): Call =>
  async (...parameters) => {
    const reply: CallReply<never> = await ipcRenderer.invoke(callChannel(name), ...parameters);
    if (!reply.ok) throw new Error(reply.message);
    return reply.value;
  };

const calls = Object.fromEntries(Object.keys(desktopCalls).map((name) => [name, callOf(name)])) as Record<
  keyof DesktopCalls,
  Call
>;

const on: DesktopApi['on'] = (event, listener) => {
  if (!Object.hasOwn(desktopEvents, event)) throw new Error('No such event');
  const forward = (_event: unknown, payload: DesktopEvents[typeof event]): void => listener(payload);
  ipcRenderer.on(eventChannel(event), forward);
  // In braces: `off` returns the `ipcRenderer` itself, which must not cross.
  return () => {
    ipcRenderer.off(eventChannel(event), forward);
  };
};

contextBridge.exposeInMainWorld(DESKTOP_API_KEY, { ...calls, on } satisfies DesktopApi);
