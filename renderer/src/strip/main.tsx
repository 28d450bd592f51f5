/** The control strip's own small page: it knows how it is going and what was pressed, and nothing else. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { STRIP_API_KEY, type StripApi } from '@lectern/bridge';
import { Store } from '@lectern/state';
import { ControlStrip } from './ControlStrip.tsx';
import './strip.css';

declare global {
  interface Window {
    readonly [STRIP_API_KEY]?: StripApi;
  }
}

const element = document.getElementById('root');
const strip = window[STRIP_API_KEY];
if (!element || strip === undefined) throw new Error('The control strip belongs to the app');
const status = new Store(await strip.describeLive());
strip.on('liveChanged', (now) => status.set(now));
createRoot(element).render(
  <StrictMode>
    <ControlStrip status={status} press={(command) => void strip.press(command).catch(() => undefined)} />
  </StrictMode>,
);
