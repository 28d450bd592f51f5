/** Does what was pressed outside of the page: in the tray, the menu or the control strip, by a global shortcut, or by a key. */
import type { LiveCommand } from '@lectern/bridge';
import type { Studio } from '../session/studio.ts';

export function perform(command: Exclude<LiveCommand, 'open-settings'>, studio: Studio): void {
  const { session } = studio;
  switch (command) {
    case 'go-live':
      session.goLive();
      break;
    case 'pause':
      session.pause();
      break;
    case 'resume':
      session.resume();
      break;
    case 'stop':
      session.stop();
      break;
    case 'toggle-microphone':
      void studio.turnMicrophone(studio.microphone.state.get().name === 'off');
      break;
    case 'toggle-camera':
      void studio.turnCamera(studio.camera.state.get().name === 'off');
      break;
  }
}
