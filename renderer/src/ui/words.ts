/** Everything the presenter is told about states, in one place and in plain words. */
import { keyRefusedWords, wantsKeyWords, whyNotReached } from './settings/service-words.ts';
import type { ServiceCheck } from '@lectern/bridge';
import type { PresenterStatus, PresenterTrouble } from '../session/presenter-status.ts';

const statusWords = {
  offline: 'Offline',
  connecting: 'Connecting',
  live: 'Live',
  paused: 'Paused',
  trouble: 'Trouble',
} as const;

/** How the status looks: paused is on air, but not the red of what goes out. */
export const statusLook = (status: PresenterStatus): keyof typeof statusWords =>
  status.name === 'live' && status.paused ? 'paused' : status.name;

export const statusWord = (status: PresenterStatus): string => statusWords[statusLook(status)];

const troubleWords: Record<PresenterTrouble, string> = {
  'service-unreachable': "Lectern's service doesn't answer. Trying again…",
  replaced: 'Your room is now presented from another place.',
  'app-too-old': 'This app is too old for the service. Update the app to go live.',
  'service-too-old': 'The service is too old for this app. Ask its admin to update it.',
  'key-refused': 'The service refuses this room’s key. Check the service in the settings.',
  'presenter-key-missing': wantsKeyWords,
  'presenter-key-refused': keyRefusedWords,
  'service-busy': 'The service is full just now. Trying again…',
};

/** What happened and what it means for the watchers who are there; `check` is the last look at the service. */
export function troubleSentence(
  status: Extract<PresenterStatus, { name: 'trouble' }>,
  watching: number,
  check?: ServiceCheck,
): string {
  if (status.trouble === 'service-unreachable') {
    if (status.live && watching > 0) {
      return 'Connection to the service lost. Your watchers still see you. Reconnecting…';
    }
    return whyNotReached(check) ?? troubleWords[status.trouble];
  }
  return troubleWords[status.trouble];
}
