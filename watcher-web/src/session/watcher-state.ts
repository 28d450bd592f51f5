/** The watcher's session as a pure step: what happens, and what is to be done about it. */
import * as link from './link-steps.ts';
import * as signaling from './signaling-steps.ts';
import type { Step, WatcherEvent, WatcherState } from './watcher-facts.ts';

export function step(state: WatcherState, event: WatcherEvent): Step {
  if (state.signaling.name === 'removed') return [state];
  switch (event.on) {
    case 'lost':
      return signaling.lost(state);
    case 'refused':
      return signaling.refused(state, event.code);
    case 'retry-due':
      return signaling.retryDue(state);
    case 'joined':
      return signaling.joined(state, event.room);
    case 'room-changed':
      return signaling.roomChanged(state, event.room);
    case 'removed':
      return signaling.removed(state);
    case 'token-renewed':
      return [{ ...state, token: event.token }];
    case 'woken':
      return signaling.woken(state, event.afresh);
    case 'put-away':
      return signaling.putAway(state);
    case 'brought-back':
      return signaling.broughtBack(state);
    case 'link-opened':
      return link.opened(state, event.opening);
    case 'link-closed':
      if (event.reason === 'removed') return signaling.removed(state);
      return link.closed(state, event.linkId, event.reason);
    case 'link-connected':
      return link.connected(state, event.linkId);
    case 'link-delivered':
      return link.delivered(state, event.linkId);
    case 'link-interrupted':
      return link.interrupted(state, event.linkId);
    case 'picture-stalled':
      return link.stalled(state, event.linkId);
    case 'picture-moved':
      return link.moved(state, event.linkId);
    case 'picture-stuck':
      return link.stuck(state, event.linkId);
    case 'link-said':
      if (event.message.kind === 'removed') return signaling.removed(state);
      return link.said(state, event.linkId, event.message);
    case 'link-given-up':
      return link.givenUp(state, event.linkId);
    case 'picture-overdue':
      return link.pictureOverdue(state, event.linkId);
    case 'link-late':
      return link.lagging(state, event.linkId);
    case 'replace-granted':
      return link.replaceGranted(state, event.linkId);
    case 'replace-refused':
      return link.replaceRefused(state, event.linkId, event.code);
  }
}
