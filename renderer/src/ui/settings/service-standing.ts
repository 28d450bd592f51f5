/** How a service stands, in words: whether it answers and admits this presenter, or why not. */
import type { ServiceCheck, ServiceReach } from '@lectern/bridge';
import { latencyText } from '../figures.ts';
import { words } from '../words.ts';

const { services } = words;

export interface ServiceStanding {
  /** Shown as a shape beside the words. */
  readonly tone: 'fine' | 'trouble' | 'unknown';
  readonly state: string;
  /** What to do about it, where something can be done. */
  readonly advice: string | null;
}

const trouble = (state: string, advice: string): ServiceStanding => ({ tone: 'trouble', state, advice });

/** `check` is undefined until the service has been checked. */
export function standingOf(check: ServiceCheck | undefined): ServiceStanding {
  if (check === undefined) return { tone: 'unknown', state: services.checking, advice: null };
  const { reach } = check;
  switch (reach.kind) {
    case 'unreachable':
      return trouble(services.notReached, services.unreachable[reach.why]);
    case 'app-too-old':
    case 'service-too-old':
      return trouble(services.version(reach.version), services.advice[reach.kind]);
    case 'reachable':
      return reachableStanding(reach);
  }
}

function reachableStanding(reach: Extract<ServiceReach, { kind: 'reachable' }>): ServiceStanding {
  const state = services.answers(latencyText(reach.latencyMs), reach.version);
  switch (reach.presenting) {
    case 'open':
    case 'admitted': {
      const presenting = reach.signIn === null ? reach.presenting : 'signedIn';
      return { tone: 'fine', state: `${state} · ${services.presenting[presenting]}`, advice: null };
    }
    case 'key-required':
    case 'key-refused':
    case 'sign-in-required':
    case 'sign-in-expired':
    case 'sign-in-refused':
      return trouble(state, services.advice[reach.presenting]);
  }
}

/** Why a service is unreachable. Null where the check found no reason. */
export function whyUnreachable(check: ServiceCheck | undefined): string | null {
  if (check?.reach.kind !== 'unreachable' || check.reach.why === 'no-answer') return null;
  return services.unreachable[check.reach.why];
}

/** `lectern.example`, `localhost:8420` or `example.org/lectern`: an address without its scheme. */
export const hostOf = (origin: string): string => origin.replace(/^https?:\/\//, '');

/** True for plain http to another machine. Traffic to this machine never leaves it. */
export const canBeOverheard = (origin: string): boolean =>
  !origin.startsWith('https:') && !/^(localhost|127\..*|\[::1\])$/.test(new URL(origin).hostname);
