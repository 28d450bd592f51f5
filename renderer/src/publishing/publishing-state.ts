/**
 * Publishing to another server as a pure state machine: when the app tries, waits, and gives up. A
 * server that may take the scene later is tried again for as long as the presenter is live.
 */
import type { PublicationFailure } from '@lectern/bridge';
import { PUBLISH_RETRY_MS } from '../policy/publishing.ts';

/** Beside what the server answers: no packet gets through, it shows no picture, or it is lost. */
export type PublishingTrouble = PublicationFailure | 'no-path' | 'no-picture' | 'lost';

export type PublishingState =
  | { readonly name: 'off' }
  /** `failures`: attempts in a row that have come to nothing. */
  | { readonly name: 'connecting'; readonly failures: number }
  | { readonly name: 'live' }
  /** The next attempt comes by itself. */
  | { readonly name: 'waiting'; readonly failures: number; readonly why: PublishingTrouble }
  /** Another attempt would fail as well, unless somebody changes something. */
  | { readonly name: 'refused'; readonly why: PublishingTrouble };

export type PublishingEvent =
  | { readonly type: 'wanted' }
  /** Address or token is another one, or the presenter wants another attempt at once. */
  | { readonly type: 'changed' }
  | { readonly type: 'unwanted' }
  | { readonly type: 'connected' }
  /** `retryAfterMs`: how long the server wants to be left alone. */
  | { readonly type: 'failed'; readonly why: PublishingTrouble; readonly retryAfterMs: number | null }
  | { readonly type: 'retry-due' }
  | { readonly type: 'network-changed' };

export type PublishingEffect =
  /** An attempt from before ends first. */
  { readonly type: 'open' } | { readonly type: 'close' } | { readonly type: 'retry-after'; readonly ms: number };

type Step = readonly [PublishingState, ...PublishingEffect[]];

const lasting: ReadonlySet<PublishingTrouble> = new Set(['unauthorized', 'not-whip', 'offer-refused', 'no-picture']);

const open = (failures = 0): Step => [{ name: 'connecting', failures }, { type: 'open' }];

export function step(state: PublishingState, event: PublishingEvent): Step {
  switch (event.type) {
    case 'wanted':
      return state.name === 'off' ? open() : [state];
    case 'changed':
      return state.name === 'off' ? [state] : open();
    case 'unwanted':
      return state.name === 'off' ? [state] : [{ name: 'off' }, { type: 'close' }];
    case 'connected':
      return state.name === 'connecting' ? [{ name: 'live' }] : [state];
    case 'failed':
      return state.name === 'connecting' || state.name === 'live' ? afterFailure(state, event) : [state];
    case 'retry-due':
      return state.name === 'waiting' ? open(state.failures) : [state];
    case 'network-changed':
      return state.name === 'waiting' ? open() : [state];
  }
}

function afterFailure(
  state: Extract<PublishingState, { name: 'connecting' | 'live' }>,
  { why, retryAfterMs }: Extract<PublishingEvent, { type: 'failed' }>,
): Step {
  if (lasting.has(why)) return [{ name: 'refused', why }, { type: 'close' }];
  const failures = (state.name === 'live' ? 0 : state.failures) + 1;
  const pauseMs = Math.min(PUBLISH_RETRY_MS.first * 2 ** (failures - 1), PUBLISH_RETRY_MS.longest);
  const ms = Math.max(pauseMs, retryAfterMs ?? 0);
  return [{ name: 'waiting', failures, why }, { type: 'close' }, { type: 'retry-after', ms }];
}
