/**
 * Exposes the bridge on the page's `window`: only these functions, and no event object or channel
 * name of Electron.
 */
import { contextBridge } from 'electron';
import { DESKTOP_API_KEY, desktopCalls, desktopEvents, type DesktopApi, type DesktopCalls } from '@lectern/bridge';
import { callOf, listenTo, type Call } from './ask-main.ts';

const calls = Object.fromEntries(Object.keys(desktopCalls).map((name) => [name, callOf(name)])) as Record<
  keyof DesktopCalls,
  Call
>;

const on: DesktopApi['on'] = (event, listener) => {
  if (!Object.hasOwn(desktopEvents, event)) throw new Error('There is no such event');
  return listenTo(event, listener);
};

contextBridge.exposeInMainWorld(DESKTOP_API_KEY, { ...calls, on } satisfies DesktopApi);
