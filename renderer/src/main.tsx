/** The presenter UI's start: the bridge, what runs behind the UI, then the UI. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { openDesktop } from './bridge/desktop.ts';
import { followLive } from './desktop/follow-live.ts';
import { Studio } from './session/studio.ts';
import { App } from './ui/App.tsx';
import './ui/style.css';

const element = document.getElementById('root');
if (!element) throw new Error('index.html has no #root');
const root = createRoot(element);

try {
  const studio = await Studio.open(await openDesktop());
  const live = await followLive(studio);
  root.render(
    <StrictMode>
      <App studio={studio} live={live} />
    </StrictMode>,
  );
} catch (error) {
  const reason = error instanceof Error ? error.message : String(error);
  root.render(
    <main className="start-trouble" role="alert">
      <h1>Lectern can’t start here.</h1>
      <p>{reason}</p>
    </main>,
  );
}
