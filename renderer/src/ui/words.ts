/** Everything the presenter is told about states, in one place and in plain words. */
import type { PresenterStatus, PresenterTrouble } from '../session/presenter-status.ts';

const statusWords = {
  offline: 'Offline',
  connecting: 'Connecting',
  live: 'Live',
  paused: 'Paused',
  trouble: 'Trouble',
} as const;

export const statusWord = (status: PresenterStatus): string =>
  statusWords[status.name === 'live' && status.paused ? 'paused' : status.name];

const troubleWords: Record<PresenterTrouble, string> = {
  'service-unreachable': "Lectern's service doesn't answer. Trying again…",
  replaced: 'Your room is now presented from another place.',
  'app-too-old': 'This app is too old for the service. Update the app to go live.',
  'service-too-old': 'The service is too old for this app. Ask its admin to update it.',
  'key-refused': 'The service refuses this room’s key. Check the service in the settings.',
  'service-busy': 'The service is full just now. Trying again…',
};

/** What happened and what it means for the watchers who are there. */
export function troubleSentence(status: Extract<PresenterStatus, { name: 'trouble' }>, watching: number): string {
  if (status.trouble === 'service-unreachable' && status.live && watching > 0) {
    return 'Connection to the service lost. Your watchers still see you. Reconnecting…';
  }
  return troubleWords[status.trouble];
}
