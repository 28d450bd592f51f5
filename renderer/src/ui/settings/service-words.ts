/** What the presenter is told about a service: whether it is reached, whether one is let in, and why not. */
import type { ServiceCheck, ServiceReach, Unreachable } from '@lectern/bridge';

export const wantsKeyWords = 'This service wants a presenter key. Ask its admin for an enrolment link.';
export const keyRefusedWords = 'This service doesn’t take your presenter key. Ask its admin for a new enrolment link.';

const unreachableWords: Record<Unreachable, string> = {
  offline: 'This computer has no network just now.',
  'name-not-found': 'There is no such address. Check how it is written.',
  refused: 'Nothing answers at this address. The service may be switched off.',
  certificate:
    'This computer doesn’t trust the service’s certificate. Ask its admin which certificate authority to install.',
  proxy: 'Your network’s proxy doesn’t let Lectern through to this service.',
  'timed-out': 'The service doesn’t answer in time.',
  'not-lectern': 'Something answers at this address, but it is no Lectern service.',
  'no-answer': 'The service doesn’t answer.',
};

const latencyWords = (ms: number): string => (ms < 1000 ? `${ms} ms` : `${(ms / 1000).toFixed(1)} s`);

export interface ServiceWords {
  /** Told by a shape as well as by the words. */
  readonly tone: 'fine' | 'trouble' | 'unknown';
  readonly state: string;
  /** What to do about it, where something can be done. */
  readonly advice: string | null;
}

const trouble = (state: string, advice: string): ServiceWords => ({ tone: 'trouble', state, advice });

export function wordsOf(check: ServiceCheck | undefined): ServiceWords {
  if (check === undefined) return { tone: 'unknown', state: 'Asking…', advice: null };
  const { reach } = check;
  switch (reach.kind) {
    case 'unreachable':
      return trouble('Not reached', unreachableWords[reach.why]);
    case 'app-too-old':
      return trouble(`Version ${reach.version}`, 'This app is too old for the service. Update the app to go live.');
    case 'service-too-old':
      return trouble(`Version ${reach.version}`, 'The service is too old for this app. Ask its admin to update it.');
    case 'reachable':
      return reachableWords(reach);
  }
}

function reachableWords(reach: Extract<ServiceReach, { kind: 'reachable' }>): ServiceWords {
  const state = `Answers in ${latencyWords(reach.latencyMs)} · version ${reach.version}`;
  switch (reach.presenting) {
    case 'open':
      return { tone: 'fine', state: `${state} · no key needed`, advice: null };
    case 'admitted':
      return { tone: 'fine', state: `${state} · your key is accepted`, advice: null };
    case 'key-required':
      return trouble(state, wantsKeyWords);
    case 'key-refused':
      return trouble(state, keyRefusedWords);
  }
}

/** Why the service in use is not reached, where a look at it has found more than that. */
export function whyNotReached(check: ServiceCheck | undefined): string | null {
  if (check?.reach.kind !== 'unreachable' || check.reach.why === 'no-answer') return null;
  return `${unreachableWords[check.reach.why]} Trying again…`;
}

/** `lectern.example` or `localhost:8420`: an origin without what everybody takes for granted. */
export const hostOf = (origin: string): string => new URL(origin).host;

/** What goes to this machine itself cannot be listened to on the way. */
export const canBeListenedTo = (origin: string): boolean =>
  !origin.startsWith('https:') && !/^(localhost|127\..*|\[::1\])$/.test(new URL(origin).hostname);
