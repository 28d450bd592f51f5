/** The half of the step that is about links: make before break, and what to do when one breaks. */
import type { ErrorCode, LinkCloseReason, LinkId, LinkMessage, LinkOpening } from '@lectern/protocol';
import type { LinkFacts, Step, WatcherEffect, WatcherState } from './watcher-facts.ts';

/** A link that shows nothing for so long is not going to; a healthy one needs well under a second. */
const PICTURE_WITHIN_MS = 15_000;
/** Between a refused replacement and joining again. */
const REJOIN_AFTER_MS = 3_000;
/** Between links that come to nothing, from the second on: a presenter who offers nonsense is not asked in a fast loop. */
const REPLACE_PAUSE_MS = { first: 1_000, most: 15_000 };

export function opened(state: WatcherState, opening: LinkOpening): Step {
  const { link, next } = state;
  const { linkId, epoch } = opening;
  if (linkId === link?.linkId || linkId === next?.linkId) return [state];
  if (epoch < Math.max(link?.epoch ?? 0, next?.epoch ?? 0)) return [state];
  const fresh: LinkFacts = { linkId, epoch, stage: 'opening', standing: 'held', media: null };
  const open: WatcherEffect[] = [
    { do: 'open-link', opening },
    { do: 'expect-picture', linkId, withinMs: PICTURE_WITHIN_MS },
  ];
  // The last picture stays until the new link has one, even where it stands still just now.
  if (link && hasPicture(link)) return [{ ...state, next: fresh }, ...closing(next), ...open];
  return [
    { ...state, link: fresh, next: null },
    ...closing(link, next),
    // On the stage before it opens, so that its very first frame is seen.
    { do: 'show-link', linkId },
    ...open,
  ];
}

export function closed(state: WatcherState, linkId: LinkId, reason: LinkCloseReason): Step {
  const { link, next } = state;
  if (linkId === next?.linkId) return [{ ...state, next: null }, ...closing(next)];
  if (linkId !== link?.linkId) return [state];
  if (reason === 'ended') return ended(state);
  // Media outlives signaling; and a link that is being replaced plays on until the other one does.
  if (hasPicture(link) && (reason === 'replaced' || (reason === 'lost' && link.stage === 'playing'))) return [state];
  return dropped(state);
}

export function connected(state: WatcherState, linkId: LinkId): Step {
  const { link, next } = state;
  if (linkId === next?.linkId && next.stage === 'opening') {
    return settled({ ...state, next: { ...next, stage: 'connected' } });
  }
  if (linkId !== link?.linkId) return [state];
  if (link.stage === 'opening') return settled({ ...state, link: { ...link, stage: 'connected' } });
  if (link.stage === 'interrupted') return [{ ...state, link: { ...link, stage: 'playing', standing: 'held' } }];
  return [state];
}

export function delivered(state: WatcherState, linkId: LinkId): Step {
  const { link, next } = state;
  if (linkId === next?.linkId) {
    const onStage: LinkFacts = { ...next, stage: 'playing' };
    return [{ ...state, link: onStage, next: null, fruitless: 0 }, { do: 'show-link', linkId }, ...closing(link)];
  }
  if (linkId !== link?.linkId || hasPicture(link)) return [state];
  return [{ ...state, link: { ...link, stage: 'playing' }, fruitless: 0 }];
}

export function interrupted(state: WatcherState, linkId: LinkId): Step {
  const { link } = state;
  if (linkId !== link?.linkId || (link.stage !== 'playing' && link.stage !== 'stalled')) return [state];
  return [{ ...state, link: { ...link, stage: 'interrupted' } }];
}

/** A key frame is the one thing that a picture can need over a path that is well. */
export function stalled(state: WatcherState, linkId: LinkId): Step {
  const { link } = state;
  if (linkId !== link?.linkId || link.stage !== 'playing') return [state];
  return [
    { ...state, link: { ...link, stage: 'stalled' } },
    { do: 'ask-key-frame', linkId },
  ];
}

export function moved(state: WatcherState, linkId: LinkId): Step {
  const { link } = state;
  if (linkId !== link?.linkId || link.stage !== 'stalled') return [state];
  return [{ ...state, link: { ...link, stage: 'playing' } }];
}

export function stuck(state: WatcherState, linkId: LinkId): Step {
  const { link } = state;
  if (linkId !== link?.linkId || link.stage !== 'stalled' || link.standing === 'given-up') return [state];
  return givenUp(state, linkId);
}

export function said(state: WatcherState, linkId: LinkId, message: LinkMessage): Step {
  const { link, next } = state;
  const speaker = [link, next].find((one) => one?.linkId === linkId);
  if (!speaker || (message.kind !== 'media-changed' && message.kind !== 'ended')) return [state];
  if (message.epoch < speaker.epoch) return [state];
  if (message.kind === 'ended') return speaker === link && !next ? ended(state) : [state];
  // Without video nothing can stand still.
  const stage = speaker.stage === 'stalled' && !message.state.video ? 'playing' : speaker.stage;
  if (speaker === link) return settled({ ...state, link: { ...link, stage, media: message.state } });
  return settled({ ...state, next: { ...speaker, media: message.state } });
}

export function givenUp(state: WatcherState, linkId: LinkId): Step {
  const { link, next, signaling } = state;
  if (linkId === next?.linkId) {
    const [after, ...ask] = asked({ ...state, next: null }, next);
    // First, since what a closed link was waiting for is forgotten: the wish for another must not be.
    return [after, ...closing(next), ...ask];
  }
  // With a successor on its way there is nothing to ask for.
  if (linkId !== link?.linkId || next) return [state];
  if (signaling.name === 'joined') return asked(state, link);
  if (signaling.name === 'refused') return dropped(state);
  return [{ ...state, link: { ...link, standing: 'given-up' } }];
}

export function pictureOverdue(state: WatcherState, linkId: LinkId): Step {
  const late = [state.link, state.next].find((one) => one?.linkId === linkId);
  if (!late || hasPicture(late) || state.signaling.name !== 'joined') return [state];
  return asked(state, late);
}

/** Asks for another link: at once, unless those before came to nothing as well. */
function asked(state: WatcherState, { linkId, stage }: LinkFacts): Step {
  const fruitless = stage === 'opening' || stage === 'connected' ? state.fruitless + 1 : state.fruitless;
  const { first, most } = REPLACE_PAUSE_MS;
  const afterMs = fruitless > 1 ? Math.min(most, first * 2 ** (fruitless - 2)) : 0;
  return [
    { ...state, fruitless },
    { do: 'replace-link', linkId, afterMs },
  ];
}

/** A fresh link begins without what this one has piled up, and takes over without a gap. What plays is risked for nothing else. */
export function lagging(state: WatcherState, linkId: LinkId): Step {
  const { link, next, signaling, room } = state;
  const isSafe = signaling.name === 'joined' && room?.phase === 'live' && !next;
  if (!isSafe || linkId !== link?.linkId || link.stage !== 'playing') return [state];
  return asked(state, link);
}

/** The service has let go of the link; its picture stays only where another one is to be expected. */
export function replaceGranted(state: WatcherState, linkId: LinkId): Step {
  if (linkId !== state.link?.linkId) return [state];
  return forsaken({ ...state, link: { ...state.link, standing: 'given-up' } });
}

/** Nobody is going to bring a link back that was given up in a room without a presenter: no picture that stands still. */
export function forsaken(state: WatcherState): Step {
  const { link, next, room } = state;
  const stands = link?.standing === 'given-up' && link.stage !== 'playing' && !next && room?.phase !== 'live';
  return stands ? dropped(state) : [state];
}

export function replaceRefused(state: WatcherState, linkId: LinkId, code: ErrorCode): Step {
  const { link, signaling } = state;
  // Signaling that has gone meanwhile joins again by itself.
  if (signaling.name !== 'joined') return [state];
  if (code === 'not-live') return linkId === link?.linkId ? dropped(state) : [state];
  const disowned: WatcherState =
    link && linkId === link.linkId ? { ...state, link: { ...link, standing: 'given-up' } } : state;
  return [disowned, { do: 'retry-later', afterMs: code === 'link-unknown' ? 0 : REJOIN_AFTER_MS }];
}

/** The presenter has stopped: nothing is left on the stage. */
function ended(state: WatcherState): Step {
  return offStage({ ...state, room: state.room && { ...state.room, phase: 'ended' } });
}

/** Nothing is shown any more: whatever the links still bring is over. */
export function offStage(state: WatcherState): Step {
  return [{ ...state, link: null, next: null }, ...closing(state.link, state.next)];
}

/** The link on the stage is gone. Its last picture stays; without one its successor comes on before it has a picture. */
export function dropped(state: WatcherState): Step {
  const { link, next } = state;
  if (link && hasPicture(link)) return stilled(state, link);
  const show: WatcherEffect[] = next ? [{ do: 'show-link', linkId: next.linkId }] : [];
  return [{ ...state, link: next, next: null }, ...show, ...closing(link)];
}

/** Every link closes, but the last picture stays on the stage for what may come. */
export function atRest(state: WatcherState): Step {
  const { link, next } = state;
  if (!link || !hasPicture(link)) return offStage(state);
  const [rested, ...effects] = stilled({ ...state, next: null }, link);
  return [rested, ...effects, ...closing(next)];
}

function stilled(state: WatcherState, link: LinkFacts): Step {
  if (link.stage === 'still') return [state];
  const still: LinkFacts = { ...link, stage: 'still', standing: 'given-up' };
  return [
    { ...state, link: still },
    { do: 'still-link', linkId: link.linkId },
  ];
}

const hasPicture = ({ stage }: LinkFacts): boolean => stage !== 'opening' && stage !== 'connected';

export const closing = (...links: readonly (LinkFacts | null)[]): WatcherEffect[] =>
  links.flatMap((link) => (link ? [{ do: 'close-link', linkId: link.linkId } as const] : []));

/** A link without video has nothing to wait for once it is connected. */
function settled(state: WatcherState): Step {
  const silent = [state.link, state.next].find((one) => one?.stage === 'connected' && one.media?.video === false);
  return silent ? delivered(state, silent.linkId) : [state];
}
