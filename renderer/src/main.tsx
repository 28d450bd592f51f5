/** Starts the presenter UI: the bridge first, then the studio behind the UI, then the UI. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import loglevel from 'loglevel';
import { openDesktop } from './bridge/desktop.ts';
import { connectDesktop } from './desktop/connect-desktop.ts';
import { Studio } from './session/studio.ts';
import { App } from './ui/App.tsx';
import { words } from './ui/words.ts';
import './ui/style.css';

/**
 * The desktop app writes these lines to its log file. `?debug` shows all of them in the console.
 */
loglevel.setDefaultLevel(new URLSearchParams(location.search).has('debug') ? 'debug' : 'info');

const element = document.getElementById('root');
if (!element) throw new Error('index.html has no #root');
const root = createRoot(element);

try {
  const studio = await Studio.open(await openDesktop(words.browser), words.scene);
  const connection = await connectDesktop(studio, words.status.trouble);
  root.render(
    <StrictMode>
      <App studio={studio} connection={connection} />
    </StrictMode>,
  );
} catch (error) {
  const reason = error instanceof Error ? error.message : String(error);
  root.render(
    <main className="start-trouble" role="alert">
      <h1>{words.cannotStart}</h1>
      <p>{reason}</p>
    </main>,
  );
}
