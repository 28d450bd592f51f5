/**
 * A presenter's session as pure steps. Two things are independent and are kept so: how the signaling service is reached, and whether
 * the presenter is on air. Media outlives signaling, so losing the first never ends the second.
 */
import type { Epoch, ErrorCode } from '@lectern/protocol';

export type PresenterSignaling =
  | { readonly name: 'connecting' }
  /** The service has asked for proof of its challenge; the room is being opened. */
  | { readonly name: 'opening'; readonly challenge: string; readonly told: Told }
  | { readonly name: 'open' }
  /** Not to be reached; being tried again. */
  | { readonly name: 'lost' }
  | { readonly name: 'refused'; readonly code: ErrorCode }
  /** A newer run with the same key has the room. */
  | { readonly name: 'replaced' };

/** What opening the room tells of the air; `over`: live, and that has ended while the reply is awaited. */
type Told = 'off' | 'live' | 'over';

export type Air = 'off' | 'live' | 'paused';

export interface PresenterState {
  readonly signaling: PresenterSignaling;
  readonly air: Air;
  /** This run's epoch, from the service's clock when it was first reached. */
  readonly epoch: Epoch | null;
  readonly watchUrl: string | null;
  /** In the room, by the service's count. */
  readonly watchers: number;
}

export type PresenterEvent =
  | { readonly name: 'challenged'; readonly challenge: string; readonly now: Epoch }
  | { readonly name: 'opened'; readonly watchUrl: string; readonly watchers: number }
  | { readonly name: 'disconnected' }
  | { readonly name: 'refused'; readonly code: ErrorCode; readonly retryable: boolean }
  | { readonly name: 'replaced' }
  | { readonly name: 'watchers-changed'; readonly count: number }
  | { readonly name: 'go-live' }
  | { readonly name: 'pause' }
  | { readonly name: 'resume' }
  | { readonly name: 'stop' }
  /** The presenter wants the room back after having been replaced, or another try at once. */
  | { readonly name: 'take-back' };

export type PresenterEffect =
  /** Prove the room's key over the challenge and open the room, live or not. */
  | { readonly do: 'open-room'; readonly challenge: string; readonly epoch: Epoch; readonly live: boolean }
  | { readonly do: 'retry-later' }
  | { readonly do: 'reconnect' }
  | { readonly do: 'announce'; readonly request: 'room:start' | 'room:stop' }
  | { readonly do: 'send-source' }
  | { readonly do: 'prepare-links' }
  | { readonly do: 'drop-prepared' }
  /** It is over for the watchers, and they are told. */
  | { readonly do: 'end-links' }
  /** Another run serves the watchers from now on. */
  | { readonly do: 'hand-over-links' }
  | { readonly do: 'disconnect' };

export const initialPresenterState: PresenterState = {
  signaling: { name: 'connecting' },
  air: 'off',
  epoch: null,
  watchUrl: null,
  watchers: 0,
};

type Step = readonly [PresenterState, ...PresenterEffect[]];

/** Pure: what happens next, and what the session must do about it. */
export function step(state: PresenterState, event: PresenterEvent): Step {
  switch (event.name) {
    case 'challenged': {
      const { challenge } = event;
      const epoch = state.epoch ?? event.now;
      const live = state.air !== 'off';
      return [
        { ...state, epoch, signaling: { name: 'opening', challenge, told: live ? 'live' : 'off' } },
        { do: 'open-room', challenge, epoch, live },
      ];
    }
    case 'opened':
      return onOpened(state, event);
    case 'disconnected':
      return onDisconnected(state);
    case 'refused':
      return [
        { ...state, signaling: { name: 'refused', code: event.code } },
        ...(event.retryable ? ([{ do: 'retry-later' }] as const) : []),
      ];
    case 'replaced':
      return [
        { ...state, signaling: { name: 'replaced' }, air: 'off', watchers: 0 },
        { do: 'hand-over-links' },
        { do: 'disconnect' },
      ];
    case 'watchers-changed':
      return [{ ...state, watchers: event.count }];
    case 'take-back':
      // A new run: the larger epoch wins the room back.
      return [{ ...state, epoch: null, signaling: { name: 'connecting' } }, { do: 'reconnect' }];
    case 'go-live':
    case 'pause':
    case 'resume':
    case 'stop':
      return onAir(state, event.name);
  }
}

/** The reply may be long in coming: what has been pressed meanwhile is said now. */
function onOpened(state: PresenterState, { watchUrl, watchers }: Extract<PresenterEvent, { name: 'opened' }>): Step {
  const { signaling } = state;
  if (signaling.name !== 'opening') return [state];
  const effects: PresenterEffect[] = [];
  if (signaling.told === 'over') effects.push({ do: 'announce', request: 'room:stop' });
  if (state.air !== 'off') {
    if (signaling.told !== 'live') effects.push({ do: 'announce', request: 'room:start' });
    effects.push({ do: 'prepare-links' });
  }
  return [{ ...state, signaling: { name: 'open' }, watchUrl, watchers }, ...effects];
}

function onDisconnected(state: PresenterState): Step {
  const { name } = state.signaling;
  if (name === 'replaced' || name === 'refused') return [state];
  return [{ ...state, signaling: { name: 'lost' } }, { do: 'drop-prepared' }];
}

function onAir(state: PresenterState, wish: 'go-live' | 'pause' | 'resume' | 'stop'): Step {
  const open = state.signaling.name === 'open';
  if (wish === 'go-live') {
    if (state.air !== 'off' || state.signaling.name === 'replaced') return [state];
    const next: PresenterState = { ...state, air: 'live' };
    if (!open) return [next, { do: 'send-source' }];
    return [next, { do: 'send-source' }, { do: 'announce', request: 'room:start' }, { do: 'prepare-links' }];
  }
  if (state.air === 'off') return [state];
  if (wish === 'stop') {
    const next: PresenterState = { ...state, air: 'off', signaling: withoutAir(state.signaling) };
    return open ? [next, { do: 'end-links' }, { do: 'announce', request: 'room:stop' }] : [next, { do: 'end-links' }];
  }
  return [{ ...state, air: wish === 'pause' ? 'paused' : 'live' }, { do: 'send-source' }];
}

const withoutAir = (signaling: PresenterSignaling): PresenterSignaling =>
  signaling.name === 'opening' && signaling.told === 'live' ? { ...signaling, told: 'over' } : signaling;
