/**
 * Exposes the control strip's bridge on its `window`: the live status and the commands of its
 * buttons, nothing else.
 */
import { contextBridge } from 'electron';
import { STRIP_API_KEY, type StripApi } from '@lectern/bridge';
import { callOf, listenTo } from './ask-main.ts';

contextBridge.exposeInMainWorld(STRIP_API_KEY, {
  describeLive: callOf('strip:describeLive'),
  press: callOf('strip:press'),
  on: (event, listener) => {
    if (event !== 'liveChanged') throw new Error('There is no such event');
    return listenTo('strip:liveChanged', listener);
  },
} satisfies StripApi);
