/** One link as the service knows it: whose it is, and which round it is in. The media never comes here. */
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

/** `prepared`: parked in advance, for whoever comes next · `claimed`: one watcher's. A closed link is no longer known. */
type Holding =
  | { readonly kind: 'prepared'; offer: WaitingOffer | null; readonly cancelExpiry: Cancel }
  | { readonly kind: 'claimed'; readonly watcherId: WatcherId };

/** `unseen`: restored after a restart of the service, which has not seen the rounds so far. */
type Exchange =
  | { readonly kind: 'none' }
  | { readonly kind: 'unseen' }
  | { readonly kind: 'offered' | 'answered'; readonly round: Round };

export interface Link {
  readonly id: LinkId;
  readonly epoch: Epoch;
  holding: Holding;
  exchange: Exchange;
}

const stale = (): never => {
  throw new SignalingError('wrong-round');
};

const isRound = ({ exchange }: Link, round: Round): boolean =>
  exchange.kind === 'unseen' || (exchange.kind !== 'none' && exchange.round === round);

/** Notes a new round. A prepared link keeps its offer for the watcher to come. */
export function noteOffer(link: Link, round: Round, sdp: string): void {
  if ('round' in link.exchange && round <= link.exchange.round) stale();
  link.exchange = { kind: 'offered', round };
  if (link.holding.kind === 'prepared') link.holding.offer = { round, sdp, candidates: [] };
}

export function noteAnswer(link: Link, round: Round): void {
  if (!isRound(link, round) || link.exchange.kind === 'answered') stale();
  if (link.exchange.kind === 'offered') link.exchange = { kind: 'answered', round };
}

/** Checks a candidate's round, and keeps it where the link's watcher is yet to come. */
export function noteCandidate(link: Link, round: Round, candidate: Candidate, maxKept: number): void {
  if (!isRound(link, round)) stale();
  if (link.holding.kind !== 'prepared' || link.holding.offer === null) return;
  const { candidates } = link.holding.offer;
  if (candidates.length >= maxKept) throw new SignalingError('too-many');
  candidates.push(candidate);
}
