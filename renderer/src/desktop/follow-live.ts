/** Ties the studio to the machine while the page lives: reports how it is going, does what is commanded, goes back on air after a crash. */
import { Store, type ReadableStore } from '@lectern/state';
import type { LiveReturn } from '@lectern/bridge';
import type { Studio } from '../session/studio.ts';
import { isRecording } from '../recording/recording-state.ts';
import { perform } from './commands.ts';
import { liveReportOf } from './live-report.ts';

export interface LiveLink {
  /** What the page has just come back to; null once it has been read. */
  readonly returned: ReadableStore<LiveReturn | null>;
  forgetReturn(): void;
}

export async function followLive(studio: Studio): Promise<LiveLink> {
  const { desktop, session } = studio;
  const back = await desktop.takeReturn();
  const returned = new Store(back);
  desktop.on('commanded', (command) => {
    if (command !== 'open-settings') perform(command, studio);
  });
  // Before the first report: to the machine it has been live all along.
  if (back !== null) {
    session.goLive();
    if (back.air === 'paused') session.pause();
  }
  report(studio);
  return { returned, forgetReturn: () => returned.set(null) };
}

/** Tells each change once, however many stores a moment changes. */
function report(studio: Studio): void {
  let told = '';
  let isDue = false;
  const tell = (): void => {
    isDue = false;
    const { session, camera, microphone, screen, recording } = studio;
    const now = liveReportOf({
      session: session.state.get(),
      audience: session.audience.get(),
      camera: camera.state.get(),
      microphone: microphone.state.get(),
      screen: screen.state.get(),
      recording: isRecording(recording.state.get()),
    });
    if (JSON.stringify(now) === told) return;
    told = JSON.stringify(now);
    // Lost only with the machine's own end of the bridge, and then there is nobody to tell.
    void studio.desktop.reportLive(now).catch(() => undefined);
  };
  const tellSoon = (): void => {
    if (isDue) return;
    isDue = true;
    queueMicrotask(tell);
  };
  const { session, camera, microphone, screen, recording } = studio;
  const stores = [session.state, session.audience, camera.state, microphone.state, screen.state, recording.state];
  for (const store of stores) store.subscribe(tellSoon);
  tell();
}
