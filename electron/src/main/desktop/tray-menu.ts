/** What tray and menu say and offer, by how it is going. Pure. */
import type { LiveCommand, LiveReport } from '@lectern/bridge';
import type { TrayShape } from './tray-picture.ts';

export interface LiveItem {
  readonly label: string;
  readonly command: LiveCommand;
  readonly isEnabled: boolean;
  /** Asked once more in a submenu: it ends it for everyone. */
  readonly question?: string;
}

export function liveItems({ air, microphoneOn, cameraOn }: LiveReport): readonly LiveItem[] {
  const isOn = air !== 'off';
  const pause: LiveItem =
    air === 'paused'
      ? { label: 'Resume', command: 'resume', isEnabled: true }
      : { label: 'Pause', command: 'pause', isEnabled: isOn };
  const end: LiveItem = isOn
    ? { label: 'Stop', command: 'stop', isEnabled: true, question: 'Stop for everyone' }
    : { label: 'Go live', command: 'go-live', isEnabled: true };
  return [
    pause,
    { label: microphoneOn ? 'Mute' : 'Unmute', command: 'toggle-microphone', isEnabled: true },
    { label: cameraOn ? 'Camera off' : 'Camera on', command: 'toggle-camera', isEnabled: true },
    end,
  ];
}

export function trayShape({ air, trouble }: LiveReport): TrayShape {
  if (air === 'off') return 'plain';
  if (trouble !== null) return 'trouble';
  return air === 'paused' ? 'paused' : 'live';
}

export function tooltip({ air, trouble, watching, microphoneOn }: LiveReport): string {
  if (air === 'off') return 'Lectern';
  const state = air === 'paused' ? 'Paused' : 'Live';
  const words = [`${state}, ${watching} watching`];
  if (!microphoneOn) words.push('microphone off');
  return trouble === null ? `Lectern: ${words.join(', ')}` : `Lectern: ${state}. ${trouble}`;
}
