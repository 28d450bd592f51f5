/** The watcher's session as a pure step from state and event to the next state and effects. */
import * as entry from './entry-steps.ts';
import * as link from './link-steps.ts';
import * as signaling from './signaling-steps.ts';
import type { WatcherEvent, WatcherState, WatcherStep } from './watcher-state.ts';

export function step(state: WatcherState, event: WatcherEvent): WatcherStep {
  if (state.signaling.name === 'removed') return [state];
  switch (event.type) {
    case 'started':
      if (event.wasRemoved) return signaling.removed(state);
      return signaling.started({ ...state, passcode: event.passcode ?? null });
    case 'signaling-lost':
      return signaling.lost(state);
    case 'signaling-refused':
      return signaling.refused(state, event.code, event.waitMs);
    case 'passcode-entered':
      return entry.passcodeEntered(state, event.passcode);
    case 'lobby-entered':
      return entry.lobbyEntered(state, event);
    case 'room-awaited':
      return signaling.awaited(state);
    case 'retry-due':
      return signaling.retryDue(state);
    case 'room-joined':
      return signaling.joined(state, event.room);
    case 'room-changed':
      return signaling.roomChanged(state, event.room);
    case 'watcher-removed':
      return signaling.removed(state);
    case 'token-renewed':
      return [{ ...state, token: event.token }];
    case 'woken':
      return signaling.woken(state, event.reconnect);
    case 'page-left':
      return signaling.pageLeft(state);
    case 'page-restored':
      return signaling.pageRestored(state);
    case 'wish-changed':
      return link.wishChanged(state, event.wish);
    case 'link-opened':
      return link.opened(state, event.opening);
    case 'link-closed':
      if (event.reason === 'removed') return signaling.removed(state);
      return link.closed(state, event.linkId, event.reason);
    case 'link-connected':
      return link.connected(state, event.linkId);
    case 'link-channel-opened':
      return link.channelOpened(state, event.linkId);
    case 'link-delivered':
      return link.delivered(state, event.linkId);
    case 'link-interrupted':
      return link.interrupted(state, event.linkId);
    case 'link-message':
      if (event.message.kind === 'removed') return signaling.removed(state);
      if (event.message.kind === 'service-regained') return [state, { type: 'check-service' }];
      return link.messageReceived(state, event.linkId, event.message);
    case 'link-given-up':
      return link.givenUp(state, event.linkId);
    case 'link-delayed':
    case 'sound-stuck':
      return link.delayed(state, event.linkId);
    case 'key-frame-missing':
      return link.keyFrameMissing(state, event.linkId);
    case 'picture-stalled':
      return link.stalled(state, event.linkId);
    case 'picture-moving':
      return link.moving(state, event.linkId);
    case 'picture-stuck':
      return link.stuck(state, event.linkId);
    case 'picture-overdue':
      return link.pictureOverdue(state, event.linkId);
    case 'replace-granted':
      return link.replaceGranted(state, event.linkId);
    case 'replace-refused':
      return link.replaceRefused(state, event.linkId, event.code);
  }
}
