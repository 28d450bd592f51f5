/** The one status that the UI shows for the session. */
import type { ErrorCode } from '@lectern/protocol';
import type { PresenterState } from './presenter-state.ts';

export type PresenterTrouble =
  | 'service-unreachable'
  | 'replaced'
  | 'ended-by-admin'
  | 'revoked'
  | 'app-too-old'
  | 'service-too-old'
  /** It does not know the name by which the app reaches it. */
  | 'service-set-up-wrongly'
  /** The room's own key. */
  | 'key-refused'
  /** The key that the service's admin gives to presenters. */
  | 'presenter-key-missing'
  | 'presenter-key-refused'
  /** At the service's identity provider. */
  | 'sign-in-missing'
  | 'sign-in-expired'
  | 'sign-in-refused'
  | 'service-busy';

export type PresenterStatus =
  | { readonly name: 'offline' }
  | { readonly name: 'connecting' }
  | { readonly name: 'live'; readonly paused: boolean }
  /** `live`: watchers that are connected still see the presenter. */
  | { readonly name: 'trouble'; readonly trouble: PresenterTrouble; readonly live: boolean };

/** `service-lost`: only the service is gone, and watchers still see the presenter. */
export type ShownTrouble = PresenterTrouble | 'service-lost';

/** The trouble to name on screen. `watching`: how many watchers have a picture. */
export function shownTrouble(
  { trouble, live }: Extract<PresenterStatus, { name: 'trouble' }>,
  watching: number,
): ShownTrouble {
  return trouble === 'service-unreachable' && live && watching > 0 ? 'service-lost' : trouble;
}

export function statusOf({ signaling, air, watchUrl }: PresenterState): PresenterStatus {
  const live = air !== 'off';
  switch (signaling.name) {
    case 'connecting':
      return { name: 'connecting' };
    case 'opening':
      // A room that is opened again has been open all the time for those who watch.
      if (watchUrl === null) return { name: 'connecting' };
      return live ? { name: 'live', paused: air === 'paused' } : { name: 'offline' };
    case 'open':
    // Watchers notice nothing of it, so neither does the presenter.
    case 'returning':
      return live ? { name: 'live', paused: air === 'paused' } : { name: 'offline' };
    case 'lost':
      return { name: 'trouble', trouble: 'service-unreachable', live };
    case 'replaced':
      return { name: 'trouble', trouble: 'replaced', live: false };
    case 'ended':
      return {
        name: 'trouble',
        trouble: signaling.reason === 'admin' ? 'ended-by-admin' : 'revoked',
        live: false,
      };
    case 'refused':
      return { name: 'trouble', trouble: troubleOf(signaling.code), live };
  }
}

function troubleOf(code: ErrorCode): PresenterTrouble {
  if (code === 'client-too-old') return 'app-too-old';
  if (code === 'service-too-old') return 'service-too-old';
  if (code === 'key-required') return 'presenter-key-missing';
  if (code === 'key-refused') return 'presenter-key-refused';
  if (code === 'sign-in-required') return 'sign-in-missing';
  if (code === 'sign-in-expired' || code === 'sign-in-refused') return code;
  if (code === 'wrong-service') return 'service-set-up-wrongly';
  if (code === 'wrong-key' || code === 'unauthorized' || code === 'bad-request') return 'key-refused';
  // Its words: the connection is made again, and watchers notice nothing.
  if (code === 'room-moving') return 'service-unreachable';
  return 'service-busy';
}
