/**
 * When the app looks for its next version, fetches it and puts it in place. Pure. One rule stands above all others: while the
 * presenter is live or records, nothing is fetched (the line is the watchers') and nothing is installed.
 */

import type { LiveReport } from '@lectern/bridge';

/** `taken` while the presenter is live or records. */
export type Air = 'free' | 'taken';

export const airOf = ({ air, recording }: Pick<LiveReport, 'air' | 'recording'>): Air =>
  air === 'off' && !recording ? 'free' : 'taken';

type UpdatePhase =
  | { readonly name: 'resting' }
  /** It is time to look, but the presenter is busy. */
  | { readonly name: 'due' }
  | { readonly name: 'looking' }
  /** Found, but the presenter is busy. */
  | { readonly name: 'found'; readonly version: string }
  | { readonly name: 'fetching'; readonly version: string }
  | { readonly name: 'ready'; readonly version: string }
  | { readonly name: 'installing'; readonly version: string };

export interface UpdateState {
  readonly air: Air;
  readonly phase: UpdatePhase;
}

export type UpdateEvent =
  /** The app has started, or some hours have gone by. */
  | { readonly type: 'due' }
  | { readonly type: 'found'; readonly version: string }
  | { readonly type: 'none' }
  | { readonly type: 'fetched' }
  | { readonly type: 'failed'; readonly why: string }
  | { readonly type: 'air'; readonly air: Air }
  /** The presenter has asked for it. */
  | { readonly type: 'install' };

export type UpdateEffect =
  | { readonly type: 'look' }
  | { readonly type: 'fetch' }
  | { readonly type: 'cancelFetch' }
  | { readonly type: 'tell'; readonly version: string }
  | { readonly type: 'install' }
  | { readonly type: 'log'; readonly text: string };

type Step = readonly [state: UpdateState, ...effects: UpdateEffect[]];

export const firstUpdateState: UpdateState = { air: 'free', phase: { name: 'resting' } };

export function step(state: UpdateState, event: UpdateEvent): Step {
  const { air, phase } = state;
  switch (event.type) {
    case 'due':
      return phase.name === 'resting' ? look(air) : [state];
    case 'none':
      return phase.name === 'looking' ? [{ air, phase: { name: 'resting' } }] : [state];
    case 'found':
      return phase.name === 'looking' ? fetch(air, event.version) : [state];
    case 'fetched':
      if (phase.name !== 'fetching' && phase.name !== 'found') return [state];
      return becomeReady(air, phase.version);
    case 'failed':
      return fail(state, event.why);
    case 'air':
      return changeAir(state, event.air);
    case 'install':
      if (phase.name !== 'ready' || air === 'taken') return [state];
      return [{ air, phase: { name: 'installing', version: phase.version } }, { type: 'install' }];
  }
}

const look = (air: Air): Step =>
  air === 'taken' ? [{ air, phase: { name: 'due' } }] : [{ air, phase: { name: 'looking' } }, { type: 'look' }];

const fetch = (air: Air, version: string): Step =>
  air === 'taken'
    ? [{ air, phase: { name: 'found', version } }]
    : [{ air, phase: { name: 'fetching', version } }, { type: 'fetch' }];

const becomeReady = (air: Air, version: string): Step => [
  { air, phase: { name: 'ready', version } },
  { type: 'tell', version },
];

function fail({ air, phase }: UpdateState, why: string): Step {
  const log: UpdateEffect = { type: 'log', text: `the update has not worked: ${why}` };
  switch (phase.name) {
    case 'looking':
    case 'fetching':
      // The next look, some hours from now, tries again.
      return [{ air, phase: { name: 'resting' } }, log];
    case 'installing':
      return [{ air, phase: { name: 'ready', version: phase.version } }, log, { type: 'tell', version: phase.version }];
    case 'resting':
    case 'due':
    case 'ready':
    // A fetch that was cancelled ends as a failure.
    case 'found':
      return [{ air, phase }];
  }
}

function changeAir({ phase }: UpdateState, air: Air): Step {
  if (air === 'taken' && phase.name === 'fetching') {
    return [{ air, phase: { name: 'found', version: phase.version } }, { type: 'cancelFetch' }];
  }
  if (air === 'free' && phase.name === 'due') return look(air);
  if (air === 'free' && phase.name === 'found') return fetch(air, phase.version);
  return [{ air, phase }];
}

/** Why an update cannot be installed now, in words for the presenter; undefined where it can. */
export function whyNotNow({ air, phase }: UpdateState): string | undefined {
  if (phase.name !== 'ready') return 'There is no new version to install yet.';
  if (air === 'taken') return 'You are live or recording. The new version waits until you have stopped.';
  return undefined;
}
