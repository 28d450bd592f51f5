/** The services that a presenter knows, and what can be found out about each. */
import type { Presenting } from '@lectern/protocol';

export interface KnownService {
  readonly origin: string;
  /** What its admin calls it; empty where nobody has said. */
  readonly name: string;
}

/** Why nothing of Lectern answers at an address. */
export type Unreachable =
  | 'offline' // this machine has no network
  | 'name-not-found'
  | 'refused' // nothing listens there
  | 'certificate' // not trusted by this machine
  | 'proxy' // the network's proxy does not let it through
  | 'timed-out'
  | 'not-lectern' // something else answers
  | 'no-answer';

/** What the last look at a service has found. */
export type ServiceReach =
  | {
      readonly kind: 'reachable';
      readonly version: string;
      readonly latencyMs: number;
      /** Whether this presenter, with the key that is kept, may present there. */
      readonly presenting: Presenting;
    }
  | { readonly kind: 'unreachable'; readonly why: Unreachable }
  /** They have no version of the protocol in common. */
  | { readonly kind: 'app-too-old' | 'service-too-old'; readonly version: string };

export interface ServiceCheck {
  readonly reach: ServiceReach;
  /** A presenter key is kept for this service; the key itself stays where it is. */
  readonly hasKey: boolean;
}

/** A link from outside asks to add a service: the person decides. */
export interface ServiceProposal extends KnownService {
  /** Names this proposal in the answer: another one may have come meanwhile. */
  readonly id: number;
  readonly hasKey: boolean;
}

export interface ProposalAnswer {
  readonly id: number;
  /** Added and used from now on, or forgotten with its key. */
  readonly wanted: boolean;
}
