/**
 * Connects the studio to the desktop while the page lives: reports the state of the broadcast,
 * performs commands from tray, menu, strip and shortcuts, and goes back on air after a crash.
 */
import { Store, type ReadableStore } from '@lectern/state';
import type { LiveReturn } from '@lectern/bridge';
import loglevel from 'loglevel';
import type { Studio } from '../session/studio.ts';
import { isRecording } from '../recording/recording-state.ts';
import { perform } from './commands.ts';
import { liveReportOf, type TroubleSentences } from './live-report.ts';

const log = loglevel.getLogger('desktop');

export interface DesktopConnection {
  /** What the page went back to after a crash; null once the presenter has dismissed the note. */
  readonly returned: ReadableStore<LiveReturn | null>;
  dismissReturn(): void;
}

export async function connectDesktop(studio: Studio, sentences: TroubleSentences): Promise<DesktopConnection> {
  const { desktop, session } = studio;
  const back = await desktop.claimReturn();
  const returned = new Store(back);
  desktop.on('commanded', (command) => {
    if (command !== 'open-settings') perform(command, studio);
  });
  // Before the first report: the desktop has counted this presenter as live all along.
  if (back !== null) {
    session.goLive();
    if (back.air === 'paused') session.pause();
  }
  reportChanges(studio, sentences);
  return { returned, dismissReturn: () => returned.set(null) };
}

/** Sends one report for each change, however many stores change at once. */
function reportChanges(studio: Studio, sentences: TroubleSentences): void {
  const { session, broadcast, camera, microphone, screen, systemSound, soundRevival, recording } = studio;
  const { watching } = broadcast;
  let lastSent = '';
  let isScheduled = false;
  const send = (): void => {
    isScheduled = false;
    const report = liveReportOf(
      {
        session: session.state.get(),
        audience: watching.get(),
        camera: camera.state.get(),
        microphone: microphone.state.get(),
        screen: screen.state.get(),
        systemSound: systemSound.state.get(),
        soundServer: soundRevival.server.get(),
        recording: isRecording(recording.state.get()),
      },
      sentences,
    );
    const text = JSON.stringify(report);
    if (text === lastSent) return;
    lastSent = text;
    // Fails only when the other end of the bridge is gone, and with it everyone who would show it.
    studio.desktop.reportLive(report).catch((error: unknown) => log.debug('A live report was not delivered:', error));
  };
  const schedule = (): void => {
    if (isScheduled) return;
    isScheduled = true;
    queueMicrotask(send);
  };
  const stores = [
    session.state,
    watching,
    camera.state,
    microphone.state,
    screen.state,
    systemSound.state,
    soundRevival.server,
    recording.state,
  ];
  for (const store of stores) store.subscribe(schedule);
  send();
}
