/** Closing the window or ending the app while live: nothing goes without a question, and the question holds up no one. Pure. */

export type Leaving =
  | 'here'
  /** The page shows "You are still live."; `quit` where the whole app was to end. */
  | 'asked'
  /** The answer was to stop: the watchers are being told. */
  | 'stopping'
  /** Nothing holds it any more. */
  | 'going';

export type LeavingEvent =
  | { readonly name: 'close-wanted'; readonly mustAsk: boolean }
  | { readonly name: 'answered'; readonly answer: 'background' | 'stop' | 'stay' }
  | { readonly name: 'stopped' }
  /** The page has not stopped in time, or has gone. */
  | { readonly name: 'overdue' }
  /** The machine shuts down, or whoever started the app ends it. */
  | { readonly name: 'system-ends' };

export type LeavingEffect = 'hold' | 'ask' | 'step-back' | 'stop' | 'quit';

type Step = readonly [Leaving, ...LeavingEffect[]];

export function stepLeaving(state: Leaving, event: LeavingEvent): Step {
  if (state === 'going') return ['going'];
  switch (event.name) {
    case 'close-wanted':
      if (state === 'stopping') return ['stopping', 'hold'];
      return event.mustAsk ? ['asked', 'hold', 'ask'] : ['here'];
    case 'answered':
      if (state !== 'asked') return [state];
      if (event.answer === 'stop') return ['stopping', 'stop'];
      return event.answer === 'background' ? ['here', 'step-back'] : ['here'];
    case 'stopped':
    case 'overdue':
      return state === 'stopping' ? ['going', 'quit'] : [state];
    case 'system-ends':
      return ['going'];
  }
}
