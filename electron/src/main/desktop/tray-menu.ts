/** What tray and menu offer, depending on the live status. Pure. */
import type { LiveCommand, LiveReport } from '@lectern/bridge';
import type { TrayShape } from '../../../pictures/tray-pictures.ts';
import { menuWords } from '../words.ts';

export interface LiveItem {
  readonly label: string;
  readonly command: LiveCommand;
  readonly isEnabled: boolean;
  /** A submenu asks once more, because the command ends the broadcast for everyone. */
  readonly question?: string;
}

export function liveItems({ air, microphoneOn, cameraOn }: LiveReport): readonly LiveItem[] {
  const isOn = air !== 'off';
  const pause: LiveItem =
    air === 'paused'
      ? { label: menuWords.resume, command: 'resume', isEnabled: true }
      : { label: menuWords.pause, command: 'pause', isEnabled: isOn };
  const end: LiveItem = isOn
    ? { label: menuWords.stop, command: 'stop', isEnabled: true, question: menuWords.stopForEveryone }
    : { label: menuWords.goLive, command: 'go-live', isEnabled: true };
  return [
    pause,
    { label: microphoneOn ? menuWords.mute : menuWords.unmute, command: 'toggle-microphone', isEnabled: true },
    { label: cameraOn ? menuWords.cameraOff : menuWords.cameraOn, command: 'toggle-camera', isEnabled: true },
    end,
  ];
}

export function trayShape({ air, trouble }: LiveReport): TrayShape {
  if (air === 'off') return 'plain';
  if (trouble !== null) return 'trouble';
  return air === 'paused' ? 'paused' : 'live';
}
