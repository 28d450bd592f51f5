/**
 * Closing the window or quitting the app: while live only after a question, which never holds up
 * the system. Pure.
 */
import type { CloseAnswer } from '@lectern/bridge';
import type { Step } from '@lectern/state';

export type LeavingState =
  | 'staying'
  /** The page shows "You are still live." */
  | 'asking'
  /** The answer was to stop. The page stops and notifies the watchers. */
  | 'stopping'
  /** Nothing prevents the end of the app. */
  | 'leaving';

export type LeavingEvent =
  /** `mustAsk`: live, with a page that can ask. */
  | { readonly type: 'close-requested'; readonly mustAsk: boolean }
  | { readonly type: 'answered'; readonly answer: CloseAnswer }
  /** The page is off air, and the watchers have been notified. */
  | { readonly type: 'stopped' }
  | { readonly type: 'stop-timed-out' }
  /** The machine shuts down, or a signal ends the app: there is no time for a question. */
  | { readonly type: 'system-ends' };

export interface LeavingEffect {
  readonly type: 'ask' | 'go-to-background' | 'stop' | 'quit';
}

/** Whether an attempt to close is prevented, once the machine has handled it. */
export const preventsClose = (state: LeavingState): boolean => state === 'asking' || state === 'stopping';

export const stepLeaving: Step<LeavingState, LeavingEvent, LeavingEffect> = (state, event) => {
  if (state === 'leaving') return [state];
  switch (event.type) {
    case 'close-requested':
      if (state === 'stopping') return [state];
      return event.mustAsk ? ['asking', { type: 'ask' }] : ['staying'];
    case 'answered':
      if (state !== 'asking') return [state];
      if (event.answer === 'stop') return ['stopping', { type: 'stop' }];
      return event.answer === 'background' ? ['staying', { type: 'go-to-background' }] : ['staying'];
    case 'stopped':
    case 'stop-timed-out':
      return state === 'stopping' ? ['leaving', { type: 'quit' }] : [state];
    case 'system-ends':
      return ['leaving'];
  }
};
