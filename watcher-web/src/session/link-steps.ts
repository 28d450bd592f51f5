/** Steps about links: make before break, and what to do when a link fails. */
import type { ErrorCode, LinkCloseReason, LinkId, LinkMessage, LinkOpening } from '@lectern/protocol';
import { FIRST_PICTURE_TIMEOUT_MS, LINKS_BEFORE_REJOIN, REJOIN_AFTER_MS, REPLACE_BACKOFF_MS } from '../policy.ts';
import type { QualityWish } from './quality-wish.ts';
import { carriesVideo, hasPicture, linkExpectedToMove } from './selectors.ts';
import type { LinkInfo, WatcherEffect, WatcherState, WatcherStep } from './watcher-state.ts';

export function opened(state: WatcherState, opening: LinkOpening): WatcherStep {
  const { link, next } = state;
  const { linkId } = opening;
  if (linkId === link?.linkId || linkId === next?.linkId) return [state];
  const fresh: LinkInfo = { linkId, stage: 'opening', standing: 'held', media: null };
  const open: WatcherEffect[] = [
    { type: 'open-link', opening },
    { type: 'expect-picture', linkId, withinMs: FIRST_PICTURE_TIMEOUT_MS },
  ];
  // The old picture stays until the new link has one, even if it is not moving.
  if (link && hasPicture(link)) return [{ ...state, next: fresh }, ...closing(next), ...open];
  return [
    { ...state, link: fresh, next: null },
    ...closing(link, next),
    // Before it opens, so that its very first frame is shown.
    { type: 'show-link', linkId },
    ...open,
  ];
}

export function closed(state: WatcherState, linkId: LinkId, reason: LinkCloseReason): WatcherStep {
  const { link, next } = state;
  if (linkId === next?.linkId) return [{ ...state, next: null }, ...closing(next)];
  if (linkId !== link?.linkId) return [state];
  if (reason === 'ended') return ended(state);
  // Media outlives signaling, and a link that is being replaced plays until its successor does.
  if (hasPicture(link) && (reason === 'replaced' || (reason === 'lost' && link.stage === 'playing'))) return [state];
  return dropped(state);
}

export function connected(state: WatcherState, linkId: LinkId): WatcherStep {
  const { link, next } = state;
  if (linkId === next?.linkId && next.stage === 'opening') {
    return settled({ ...state, next: { ...next, stage: 'connected' } });
  }
  if (linkId !== link?.linkId) return [state];
  if (link.stage === 'opening') return settled({ ...state, link: { ...link, stage: 'connected' } });
  if (link.stage === 'interrupted') return [{ ...state, link: { ...link, stage: 'playing', standing: 'held' } }];
  return [state];
}

/** A presenter sends a new link the best quality by default: only another wish needs a message. */
export function channelOpened(state: WatcherState, linkId: LinkId): WatcherStep {
  const { wish } = state;
  const isOurs = [state.link, state.next].some((one) => one?.linkId === linkId);
  return isOurs && wish !== 'auto' ? [state, { type: 'send-wish', linkId, wish }] : [state];
}

export function wishChanged(before: WatcherState, wish: QualityWish): WatcherStep {
  const [state, ...effects] = settled(withoutStall({ ...before, wish }));
  const send = [before.link, before.next].flatMap((one) =>
    one ? [{ type: 'send-wish', linkId: one.linkId, wish } as const] : [],
  );
  return [state, ...send, ...effects];
}

export function delivered(state: WatcherState, linkId: LinkId): WatcherStep {
  const { link, next } = state;
  if (linkId === next?.linkId) {
    const shown: LinkInfo = { ...next, stage: 'playing' };
    return [{ ...state, link: shown, next: null, failedLinks: 0 }, { type: 'show-link', linkId }, ...closing(link)];
  }
  if (linkId !== link?.linkId || hasPicture(link)) return [state];
  return [{ ...state, link: { ...link, stage: 'playing' }, failedLinks: 0 }];
}

export function interrupted(state: WatcherState, linkId: LinkId): WatcherStep {
  const { link } = state;
  if (linkId !== link?.linkId || (link.stage !== 'playing' && link.stage !== 'stalled')) return [state];
  return [{ ...state, link: { ...link, stage: 'interrupted' } }, ...hurrying(state)];
}

/** Without a picture the watcher no longer takes its time to return to the service. */
const hurrying = ({ signaling }: WatcherState): WatcherEffect[] =>
  signaling.name === 'lost' ? [{ type: 'hurry' }] : [];

export function keyFrameMissing(state: WatcherState, linkId: LinkId): WatcherStep {
  return linkId === linkExpectedToMove(state) ? [state, { type: 'request-key-frame', linkId }] : [state];
}

export function stalled(state: WatcherState, linkId: LinkId): WatcherStep {
  const { link } = state;
  if (linkId !== linkExpectedToMove(state) || link?.stage !== 'playing') return [state];
  return [{ ...state, link: { ...link, stage: 'stalled' } }, ...hurrying(state)];
}

export function moving(state: WatcherState, linkId: LinkId): WatcherStep {
  const { link } = state;
  if (linkId !== link?.linkId || link.stage !== 'stalled') return [state];
  return [{ ...state, link: { ...link, stage: 'playing' } }];
}

export function stuck(state: WatcherState, linkId: LinkId): WatcherStep {
  const { link } = state;
  if (linkId !== link?.linkId || link.stage !== 'stalled' || link.standing === 'given-up') return [state];
  return givenUp(state, linkId);
}

export function messageReceived(state: WatcherState, linkId: LinkId, message: LinkMessage): WatcherStep {
  const { link, next } = state;
  const sender = [link, next].find((one) => one?.linkId === linkId);
  if (!sender || (message.kind !== 'media-changed' && message.kind !== 'ended')) return [state];
  if (message.kind === 'ended') return sender === link && !next ? ended(state) : [state];
  const changed: LinkInfo = { ...sender, media: message.state };
  return settled(sender === link ? withoutStall({ ...state, link: changed }) : { ...state, next: changed });
}

export function givenUp(state: WatcherState, linkId: LinkId): WatcherStep {
  const { link, next, signaling } = state;
  if (linkId === next?.linkId) {
    const [after, ...request] = replaced({ ...state, next: null }, next);
    // Close first: closing a link cancels its timers, and the delayed request is one of them.
    return [after, ...closing(next), ...request];
  }
  // A successor is already coming.
  if (linkId !== link?.linkId || next) return [state];
  if (signaling.name === 'joined') return replaced(state, link);
  if (signaling.name === 'refused') return dropped(state);
  return [{ ...state, link: { ...link, standing: 'given-up' } }];
}

export function pictureOverdue(state: WatcherState, linkId: LinkId): WatcherStep {
  const late = [state.link, state.next].find((one) => one?.linkId === linkId);
  if (!late || hasPicture(late) || state.signaling.name !== 'joined') return [state];
  return replaced(state, late);
}

/**
 * Requests another link: at once, unless the links before it failed as well. Where several have,
 * the page joins again instead.
 */
function replaced(before: WatcherState, link: LinkInfo): WatcherStep {
  const hasFailed = !hasPicture(link);
  const failedLinks = before.failedLinks + (hasFailed ? 1 : 0);
  const { first, max } = REPLACE_BACKOFF_MS;
  const afterMs = failedLinks > 1 ? Math.min(max, first * 2 ** (failedLinks - 2)) : 0;
  const state: WatcherState = { ...before, failedLinks };
  if (hasFailed && failedLinks % LINKS_BEFORE_REJOIN === 0) return [state, { type: 'retry-later', afterMs }];
  return [state, { type: 'replace-link', linkId: link.linkId, afterMs }];
}

/** A fresh link starts without the delay and takes over without a gap. Only done when safe. */
export function delayed(state: WatcherState, linkId: LinkId): WatcherStep {
  const { link, next, signaling, room } = state;
  const isSafe = signaling.name === 'joined' && room?.phase === 'live' && !next;
  if (!isSafe || linkId !== link?.linkId || link.stage !== 'playing') return [state];
  return replaced(state, link);
}

/** The service has closed the link. Its picture stays only if another link is to be expected. */
export function replaceGranted(state: WatcherState, linkId: LinkId): WatcherStep {
  if (linkId !== state.link?.linkId) return [state];
  return droppedIfAbandoned({ ...state, link: { ...state.link, standing: 'given-up' } });
}

/** Drops a link that was given up in a room without a presenter: it will not be replaced soon. */
export function droppedIfAbandoned(state: WatcherState): WatcherStep {
  const { link, next, room } = state;
  const isAbandoned = link?.standing === 'given-up' && link.stage !== 'playing' && !next && room?.phase !== 'live';
  return isAbandoned ? dropped(state) : [state];
}

export function replaceRefused(state: WatcherState, linkId: LinkId, code: ErrorCode): WatcherStep {
  const { link, signaling } = state;
  // Signaling was lost meanwhile, and joins again by itself.
  if (signaling.name !== 'joined') return [state];
  if (code === 'not-live') return linkId === link?.linkId ? dropped(state) : [state];
  const after: WatcherState =
    link && linkId === link.linkId ? { ...state, link: { ...link, standing: 'given-up' } } : state;
  return [after, { type: 'retry-later', afterMs: code === 'link-unknown' ? 0 : REJOIN_AFTER_MS }];
}

/** The presenter has stopped: the screen is cleared. */
function ended(state: WatcherState): WatcherStep {
  return allClosed({ ...state, room: state.room && { ...state.room, phase: 'ended' } });
}

export function allClosed(state: WatcherState): WatcherStep {
  return [{ ...state, link: null, next: null }, ...closing(state.link, state.next)];
}

/** The link on screen is gone. Its last frame stays; without one its successor is shown instead. */
export function dropped(state: WatcherState): WatcherStep {
  const { link, next } = state;
  if (link && hasPicture(link)) return lastFrameKept(state, link);
  const show: WatcherEffect[] = next ? [{ type: 'show-link', linkId: next.linkId }] : [];
  return [{ ...state, link: next, next: null }, ...show, ...closing(link)];
}

/** Every link closes; the last frame stays on screen. */
export function allClosedButLastFrame(state: WatcherState): WatcherStep {
  const { link, next } = state;
  if (!link || !hasPicture(link)) return allClosed(state);
  const [after, ...effects] = lastFrameKept({ ...state, next: null }, link);
  return [after, ...effects, ...closing(next)];
}

function lastFrameKept(state: WatcherState, link: LinkInfo): WatcherStep {
  if (link.stage === 'last-frame') return [state];
  const closedLink: LinkInfo = { ...link, stage: 'last-frame', standing: 'given-up' };
  return [
    { ...state, link: closedLink },
    { type: 'keep-last-frame', linkId: link.linkId },
  ];
}

export const closing = (...links: readonly (LinkInfo | null)[]): WatcherEffect[] =>
  links.flatMap((link) => (link ? [{ type: 'close-link', linkId: link.linkId } as const] : []));

/** A link without video has no picture to wait for once it is connected. */
function settled(state: WatcherState): WatcherStep {
  const ready = [state.link, state.next].find((one) => one?.stage === 'connected' && !carriesVideo(one, state));
  return ready ? delivered(state, ready.linkId) : [state];
}

/** A link without video cannot be stalled. */
function withoutStall(state: WatcherState): WatcherState {
  const { link } = state;
  if (link?.stage !== 'stalled' || carriesVideo(link, state)) return state;
  return { ...state, link: { ...link, stage: 'playing' } };
}
