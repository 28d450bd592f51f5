/**
 * When the app checks for its next version, downloads and installs it. Pure. While the presenter is
 * live or recording nothing is downloaded, since the watchers need the line, and nothing is
 * installed.
 */
import type { LiveReport } from '@lectern/bridge';
import type { Step } from '@lectern/state';
import { updateWords } from '../words.ts';

/** `busy` while the presenter is live, paused or recording. */
export type PresenterActivity = 'free' | 'busy';

export const activityOf = ({ air, recording }: Pick<LiveReport, 'air' | 'recording'>): PresenterActivity =>
  air === 'off' && !recording ? 'free' : 'busy';

type UpdatePhase =
  | { readonly name: 'idle' }
  /** It is time for a check, but the presenter is busy. */
  | { readonly name: 'due' }
  | { readonly name: 'checking' }
  /** There is a new version, but the presenter is busy. */
  | { readonly name: 'found'; readonly version: string }
  | { readonly name: 'downloading'; readonly version: string }
  | { readonly name: 'ready'; readonly version: string }
  | { readonly name: 'installing'; readonly version: string };

export interface UpdateState {
  readonly presenter: PresenterActivity;
  readonly phase: UpdatePhase;
}

export type UpdateEvent =
  /** The app has started, or the interval between checks has passed. */
  | { readonly type: 'due' }
  | { readonly type: 'found'; readonly version: string }
  | { readonly type: 'nothing-new' }
  | { readonly type: 'downloaded' }
  | { readonly type: 'failed'; readonly reason: string }
  | { readonly type: 'presenter-changed'; readonly presenter: PresenterActivity }
  /** The presenter has pressed the button. */
  | { readonly type: 'install' };

export type UpdateEffect =
  | { readonly type: 'check' }
  | { readonly type: 'download' }
  | { readonly type: 'cancel-download' }
  | { readonly type: 'announce'; readonly version: string }
  | { readonly type: 'install' }
  | { readonly type: 'log-failure'; readonly reason: string };

type Result = readonly [state: UpdateState, ...effects: UpdateEffect[]];

export const initialUpdateState: UpdateState = { presenter: 'free', phase: { name: 'idle' } };

export const stepUpdate: Step<UpdateState, UpdateEvent, UpdateEffect> = (state, event) => {
  const { presenter, phase } = state;
  switch (event.type) {
    case 'due':
      return phase.name === 'idle' ? check(presenter) : [state];
    case 'nothing-new':
      return phase.name === 'checking' ? [{ presenter, phase: { name: 'idle' } }] : [state];
    case 'found':
      return phase.name === 'checking' ? download(presenter, event.version) : [state];
    case 'downloaded':
      // `found`: the download ended before it could be cancelled.
      if (phase.name !== 'downloading' && phase.name !== 'found') return [state];
      return ready(presenter, phase.version);
    case 'failed':
      return fail(state, event.reason);
    case 'presenter-changed':
      return changePresenter(state, event.presenter);
    case 'install':
      if (phase.name !== 'ready' || presenter === 'busy') return [state];
      return [{ presenter, phase: { name: 'installing', version: phase.version } }, { type: 'install' }];
  }
};

const check = (presenter: PresenterActivity): Result =>
  presenter === 'busy'
    ? [{ presenter, phase: { name: 'due' } }]
    : [{ presenter, phase: { name: 'checking' } }, { type: 'check' }];

const download = (presenter: PresenterActivity, version: string): Result =>
  presenter === 'busy'
    ? [{ presenter, phase: { name: 'found', version } }]
    : [{ presenter, phase: { name: 'downloading', version } }, { type: 'download' }];

const ready = (presenter: PresenterActivity, version: string): Result => [
  { presenter, phase: { name: 'ready', version } },
  { type: 'announce', version },
];

function fail(state: UpdateState, reason: string): Result {
  const { presenter, phase } = state;
  const log: UpdateEffect = { type: 'log-failure', reason };
  switch (phase.name) {
    case 'checking':
    case 'downloading':
      // The next check tries again.
      return [{ presenter, phase: { name: 'idle' } }, log];
    case 'installing': {
      const [next, ...effects] = ready(presenter, phase.version);
      return [next, log, ...effects];
    }
    case 'idle':
    case 'due':
    case 'ready':
    // A cancelled download ends with a failure.
    case 'found':
      return [state];
  }
}

function changePresenter({ phase }: UpdateState, presenter: PresenterActivity): Result {
  if (presenter === 'busy' && phase.name === 'downloading') {
    return [{ presenter, phase: { name: 'found', version: phase.version } }, { type: 'cancel-download' }];
  }
  if (presenter === 'free' && phase.name === 'due') return check(presenter);
  if (presenter === 'free' && phase.name === 'found') return download(presenter, phase.version);
  return [{ presenter, phase }];
}

/** Why no update can be installed now, as a sentence for the presenter; undefined where one can. */
export function whyNotNow({ presenter, phase }: UpdateState): string | undefined {
  if (phase.name !== 'ready') return updateWords.notReady;
  return presenter === 'busy' ? updateWords.busy : undefined;
}
