/** Performs a command from the tray, the menu, the control strip, a global shortcut or a key. */
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
