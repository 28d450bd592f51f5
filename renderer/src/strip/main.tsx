/** The control strip's page: it gets the state of the broadcast, and sends what was pressed. */
import loglevel from 'loglevel';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { STRIP_API_KEY, type StripApi, type StripCommand } from '@lectern/bridge';
import { Store } from '@lectern/state';
import { ControlStrip } from './ControlStrip.tsx';
import './strip.css';

const log = loglevel.getLogger('strip');

declare global {
  interface Window {
    readonly [STRIP_API_KEY]?: StripApi;
  }
}

const element = document.getElementById('root');
const strip = window[STRIP_API_KEY];
if (!element || strip === undefined) throw new Error('The control strip runs only in the app.');
const status = new Store(await strip.describeLive());
strip.on('liveChanged', (now) => status.set(now));
const press = (command: StripCommand): void => {
  strip.press(command).catch((error: unknown) => log.debug(`The command ${command} failed:`, error));
};
createRoot(element).render(
  <StrictMode>
    <ControlStrip status={status} press={press} />
  </StrictMode>,
);
