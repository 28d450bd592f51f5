/**
 * One link as the service knows it: which end offers, whose it is, and its current round. Media
 * never passes here.
 */
import {
  SignalingError,
  type Candidate,
  type Epoch,
  type LinkId,
  type Round,
  type WaitingOffer,
  type WatcherId,
} from '@lectern/protocol';
import type { Cancel } from './clock.ts';
import type { OfferingKind } from './offering-end.ts';

/** The ends of a link, by their part in it. `watcher` is the end that answers. */
export type LinkEnd = 'offering' | 'watcher';

/** `unseen`: restored after a restart of the service, which does not know the rounds so far. */
type Exchange =
  | { readonly kind: 'none' }
  | { readonly kind: 'unseen' }
  | { readonly kind: 'offered' | 'answered'; readonly round: Round };

interface AnyLink {
  readonly id: LinkId;
  /** The end that makes this link's offers. */
  readonly from: OfferingKind;
  readonly epoch: Epoch;
  readonly openedAtMs: number;
  exchange: Exchange;
  /** Candidates of the current round so far, by the end that found them. */
  candidates: Record<LinkEnd, number>;
}

export const noCandidates = (): Record<LinkEnd, number> => ({ offering: 0, watcher: 0 });

/** Offered in advance, for the next watcher. */
export interface PreparedLink extends AnyLink {
  readonly kind: 'prepared';
  offer: WaitingOffer | null;
  readonly cancelExpiry: Cancel;
}

/** Belongs to one watcher. */
export interface ClaimedLink extends AnyLink {
  readonly kind: 'claimed';
  readonly watcherId: WatcherId;
}

/**
 * From the presenter to the relay, which answers: where others have a watcher, this one has the
 * relay.
 */
export interface PublishingLink extends AnyLink {
  readonly kind: 'publishing';
  readonly from: 'presenter';
}

/** A closed link is no longer known. */
export type Link = PreparedLink | ClaimedLink | PublishingLink;

export const claimedLink = (
  facts: Pick<ClaimedLink, 'id' | 'from' | 'epoch' | 'watcherId' | 'openedAtMs'>,
): ClaimedLink => ({ kind: 'claimed', ...facts, exchange: { kind: 'none' }, candidates: noCandidates() });

export const publishingLink = (facts: Pick<PublishingLink, 'id' | 'epoch' | 'openedAtMs'>): PublishingLink => ({
  kind: 'publishing',
  from: 'presenter',
  ...facts,
  exchange: { kind: 'none' },
  candidates: noCandidates(),
});

const rejectRound = (): never => {
  throw new SignalingError('wrong-round');
};

const isCurrent = ({ exchange }: Link, round: Round): boolean =>
  exchange.kind === 'unseen' || (exchange.kind !== 'none' && exchange.round === round);

/**
 * Starts a round. A prepared link keeps the offer for its watcher. Throws `wrong-round` unless the
 * round is newer.
 */
export function recordOffer(link: Link, round: Round, sdp: string): void {
  if ('round' in link.exchange && round <= link.exchange.round) rejectRound();
  link.exchange = { kind: 'offered', round };
  link.candidates = noCandidates();
  if (link.kind === 'prepared') link.offer = { round, sdp, candidates: [] };
}

/** Throws `wrong-round` unless this is the first answer to the current round. */
export function recordAnswer(link: Link, round: Round): void {
  if (!isCurrent(link, round) || link.exchange.kind === 'answered') rejectRound();
  if (link.exchange.kind === 'offered') link.exchange = { kind: 'answered', round };
}

interface Found {
  readonly round: Round;
  readonly candidate: Candidate;
}

/**
 * Keeps the candidate while the link has no watcher. Throws `wrong-round`, or `too-many` when this
 * end has found `maxFound` in this round.
 */
export function recordCandidate(link: Link, finder: LinkEnd, { round, candidate }: Found, maxFound: number): void {
  if (!isCurrent(link, round)) rejectRound();
  if (link.candidates[finder] >= maxFound) throw new SignalingError('too-many');
  link.candidates[finder] += 1;
  if (link.kind === 'prepared') link.offer?.candidates.push(candidate);
}
