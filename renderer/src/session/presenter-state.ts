/**
 * The presenter's session as a pure state machine. Its two parts are independent: the connection to
 * the signaling service, and whether the presenter is on air. Media outlives signaling, so losing
 * the connection never ends the broadcast.
 */
import type { Epoch, ErrorCode, RunEndReason } from '@lectern/protocol';

export type PresenterSignaling =
  | { readonly name: 'connecting' }
  /** The service has sent its challenge, and the room is being opened. */
  | { readonly name: 'opening'; readonly challenge: string; readonly requested: RequestedAir }
  | { readonly name: 'open' }
  /**
   * The connection is gone and expected back at once: the service has been stopped, as it had said,
   * or the network has cut it, as some proxies do every minute. Watchers notice nothing of it.
   */
  | { readonly name: 'returning' }
  /** The service cannot be reached; the client keeps trying. */
  | { readonly name: 'lost' }
  | { readonly name: 'refused'; readonly code: ErrorCode }
  /** A newer run with the same key has the room. */
  | { readonly name: 'replaced' }
  /** The service has ended this run. Only another run can open the room. */
  | { readonly name: 'ended'; readonly reason: RunEndReason };

/** On-air state sent in `room:open`. `over`: sent as live, stopped before the reply. */
type RequestedAir = 'off' | 'live' | 'over';

export type Air = 'off' | 'live' | 'paused';

export interface PresenterState {
  readonly signaling: PresenterSignaling;
  /**
   * `leaves`: it said that it is being stopped, and closes this connection when the room's turn
   * comes.
   */
  readonly service: 'stays' | 'leaves';
  readonly air: Air;
  /** This run's epoch, from the service's clock when it was first reached. */
  readonly epoch: Epoch | null;
  /** The largest epoch that the room is known to have had. A new run must exceed it. */
  readonly lastEpoch: Epoch;
  readonly watchUrl: string | null;
  /** How many watchers are in the room, connected or not, as the service counts them. */
  readonly inRoom: number;
}

export type PresenterEvent =
  | { readonly type: 'challenged'; readonly challenge: string; readonly now: Epoch }
  | { readonly type: 'opened'; readonly watchUrl: string; readonly inRoom: number }
  /** The service has another address. */
  | { readonly type: 'moved'; readonly watchUrl: string }
  | { readonly type: 'disconnected' }
  | { readonly type: 'service-leaving' }
  /** The connection has not come back in time. */
  | { readonly type: 'return-overdue' }
  /** `waitMs`: after that time a busy service lets this presenter in. */
  | {
      readonly type: 'refused';
      readonly code: ErrorCode;
      readonly retryable: boolean;
      readonly waitMs?: number | undefined;
    }
  /** `epoch`: of the run that has the room; services before version 3 do not say it. */
  | { readonly type: 'replaced'; readonly epoch: Epoch | undefined }
  | { readonly type: 'run-ended'; readonly reason: RunEndReason }
  | { readonly type: 'watchers-changed'; readonly count: number }
  | { readonly type: 'go-live' }
  | { readonly type: 'pause' }
  | { readonly type: 'resume' }
  | { readonly type: 'stop' }
  /** The presenter wants the room back after this run has lost it, or another attempt at once. */
  | { readonly type: 'take-back' };

export type PresenterEffect =
  /** Sign the challenge with the room's key, and open the room. */
  | { readonly type: 'open-room'; readonly challenge: string; readonly epoch: Epoch; readonly live: boolean }
  /**
   * Without `afterMs`: at a random moment of some seconds, or of the next one where the room moves.
   */
  | { readonly type: 'reopen-later'; readonly afterMs?: number | undefined; readonly isMoving?: boolean }
  /** `after`: why the connection has closed. */
  | { readonly type: 'expect-return'; readonly after: 'announcement' | 'cut' }
  | { readonly type: 'reconnect' }
  | { readonly type: 'announce'; readonly request: 'room:start' | 'room:stop' }
  | { readonly type: 'start-broadcast' }
  | { readonly type: 'pause-scene' }
  | { readonly type: 'resume-scene' }
  /** Closes all links; the watchers learn that the broadcast has ended. */
  | { readonly type: 'end-broadcast' }
  /** Closes all links without a message, since another run serves the watchers. */
  | { readonly type: 'hand-over-broadcast' }
  | { readonly type: 'prepare-links' }
  /** The service takes messages of links again: those that are interrupted wait no longer. */
  | { readonly type: 'mend-links' }
  | { readonly type: 'close-prepared-links' }
  | { readonly type: 'disconnect' };

export const initialPresenterState: PresenterState = {
  signaling: { name: 'connecting' },
  service: 'stays',
  air: 'off',
  epoch: null,
  lastEpoch: 0,
  watchUrl: null,
  inRoom: 0,
};

type Step = readonly [PresenterState, ...PresenterEffect[]];

export function step(state: PresenterState, event: PresenterEvent): Step {
  switch (event.type) {
    case 'challenged': {
      const { challenge } = event;
      // The service's clock may have been set back since the last run.
      const epoch = state.epoch ?? Math.max(event.now, state.lastEpoch + 1);
      const live = state.air !== 'off';
      return [
        {
          ...state,
          service: 'stays',
          epoch,
          lastEpoch: Math.max(epoch, state.lastEpoch),
          signaling: { name: 'opening', challenge, requested: live ? 'live' : 'off' },
        },
        { type: 'open-room', challenge, epoch, live },
      ];
    }
    case 'opened':
      return handleOpened(state, event);
    case 'moved':
      return [{ ...state, watchUrl: event.watchUrl }];
    case 'disconnected':
      return handleDisconnected(state);
    case 'service-leaving':
      return [{ ...state, service: 'leaves' }];
    case 'return-overdue':
      return [state.signaling.name === 'returning' ? { ...state, signaling: { name: 'lost' } } : state];
    case 'refused':
      // The service's clock is far behind the kept epoch, and it has forgotten the room: nothing
      // there has to be exceeded.
      if (event.code === 'epoch-too-far' && state.lastEpoch > 0) {
        return [{ ...state, epoch: null, lastEpoch: 0, signaling: { name: 'connecting' } }, { type: 'reconnect' }];
      }
      if (event.code === 'run-ended') return endRun(state, 'admin');
      return refuse(state, event);
    case 'replaced':
      return [
        {
          ...state,
          lastEpoch: Math.max(event.epoch ?? 0, state.lastEpoch),
          signaling: { name: 'replaced' },
          air: 'off',
          inRoom: 0,
        },
        { type: 'hand-over-broadcast' },
        { type: 'disconnect' },
      ];
    case 'run-ended':
      return endRun(state, event.reason);
    case 'watchers-changed':
      return [{ ...state, inRoom: event.count }];
    case 'take-back':
      // A new epoch, larger than that of the run that has the room, wins it back.
      return [{ ...state, epoch: null, signaling: { name: 'connecting' } }, { type: 'reconnect' }];
    case 'go-live':
      return goLive(state);
    case 'pause':
      return state.air === 'live' ? [{ ...state, air: 'paused' }, { type: 'pause-scene' }] : [state];
    case 'resume':
      return state.air === 'paused' ? [{ ...state, air: 'live' }, { type: 'resume-scene' }] : [state];
    case 'stop':
      return stop(state);
  }
}

/**
 * The service knows the key or the person, and does not let them present: often it has revoked
 * them.
 */
const isForbidden = (code: ErrorCode): boolean => code === 'key-refused' || code === 'sign-in-refused';

/** A presenter who was revoked may not go on, also while the watchers' links still stand. */
function refuse(
  state: PresenterState,
  { code, retryable, waitMs }: Extract<PresenterEvent, { type: 'refused' }>,
): Step {
  const refused: PresenterState = { ...state, signaling: { name: 'refused', code } };
  if (isForbidden(code) && state.air !== 'off') {
    return [{ ...refused, air: 'off', inRoom: 0 }, { type: 'end-broadcast' }];
  }
  if (!retryable) return [refused];
  const when = { ...(waitMs !== undefined && { afterMs: waitMs }), ...(code === 'room-moving' && { isMoving: true }) };
  return [refused, { type: 'reopen-later', ...when }];
}

function endRun(state: PresenterState, reason: RunEndReason): Step {
  const ended: PresenterState = { ...state, signaling: { name: 'ended', reason }, air: 'off', inRoom: 0 };
  if (state.air === 'off') return [ended, { type: 'disconnect' }];
  return [ended, { type: 'end-broadcast' }, { type: 'disconnect' }];
}

/** The reply may take long. What the presenter has done meanwhile is announced now. */
function handleOpened(state: PresenterState, { watchUrl, inRoom }: Extract<PresenterEvent, { type: 'opened' }>): Step {
  const { signaling } = state;
  if (signaling.name !== 'opening') return [state];
  const effects: PresenterEffect[] = [];
  if (signaling.requested === 'over') effects.push({ type: 'announce', request: 'room:stop' });
  if (state.air !== 'off') {
    if (signaling.requested !== 'live') effects.push({ type: 'announce', request: 'room:start' });
    effects.push({ type: 'mend-links' }, { type: 'prepare-links' });
  }
  return [{ ...state, signaling: { name: 'open' }, watchUrl, inRoom }, ...effects];
}

/**
 * With a new key or sign-in, the room is opened by another run: the service may have ended this
 * one.
 */
export const needsNewRun = ({ signaling, air }: Pick<PresenterState, 'signaling' | 'air'>): boolean =>
  (signaling.name === 'ended' && signaling.reason === 'revoked') ||
  (signaling.name === 'refused' && isForbidden(signaling.code) && air === 'off');

/** Another run has the room, or may have it. This one cannot go live any more. */
export const hasLostRoom = ({ signaling }: Pick<PresenterState, 'signaling'>): boolean =>
  signaling.name === 'replaced' || signaling.name === 'ended';

function handleDisconnected(state: PresenterState): Step {
  const { name } = state.signaling;
  if (name === 'refused' || hasLostRoom(state)) return [state];
  if (name === 'returning') return [state, { type: 'close-prepared-links' }];
  const wasAnnounced = state.service === 'leaves' && (name === 'open' || name === 'opening');
  if (wasAnnounced || name === 'open') {
    const returning: PresenterState = { ...state, service: 'stays', signaling: { name: 'returning' } };
    const after = wasAnnounced ? 'announcement' : 'cut';
    return [returning, { type: 'expect-return', after }, { type: 'close-prepared-links' }];
  }
  return [{ ...state, signaling: { name: 'lost' } }, { type: 'close-prepared-links' }];
}

function goLive(state: PresenterState): Step {
  if (state.air !== 'off' || hasLostRoom(state)) return [state];
  const live: PresenterState = { ...state, air: 'live' };
  if (state.signaling.name !== 'open') return [live, { type: 'start-broadcast' }];
  return [live, { type: 'start-broadcast' }, { type: 'announce', request: 'room:start' }, { type: 'prepare-links' }];
}

function stop(state: PresenterState): Step {
  if (state.air === 'off') return [state];
  const stopped: PresenterState = { ...state, air: 'off', signaling: withoutAir(state.signaling) };
  if (state.signaling.name !== 'open') return [stopped, { type: 'end-broadcast' }];
  return [stopped, { type: 'end-broadcast' }, { type: 'announce', request: 'room:stop' }];
}

const withoutAir = (signaling: PresenterSignaling): PresenterSignaling =>
  signaling.name === 'opening' && signaling.requested === 'live' ? { ...signaling, requested: 'over' } : signaling;
