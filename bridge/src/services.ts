/** The services that a presenter knows, and what a check finds out about one. */
import type { Presenting } from '@lectern/protocol';

export interface KnownService {
  readonly origin: string;
  /** Its admin's name for it; empty where there is none. */
  readonly name: string;
}

/** Why no service of Lectern answers at an address. */
export type Unreachable =
  | 'offline' // this machine has no network
  | 'name-not-found'
  | 'refused' // no program listens there
  | 'certificate' // not trusted by this machine
  | 'proxy' // the network's proxy refuses the request
  | 'timed-out'
  | 'not-lectern' // another program answers
  | 'no-answer';

/** The result of a check. */
export type ServiceReach =
  | {
      readonly kind: 'reachable';
      readonly version: string;
      readonly latencyMs: number;
      /** Whether this presenter may present there, with the key that is stored. */
      readonly presenting: Presenting;
    }
  | { readonly kind: 'unreachable'; readonly why: Unreachable }
  /** App and service have no protocol version in common. */
  | { readonly kind: 'app-too-old' | 'service-too-old'; readonly version: string };

export interface ServiceCheck {
  readonly reach: ServiceReach;
  /** Whether a presenter key is stored for this service. */
  readonly hasKey: boolean;
}

/** A service that a link from outside proposes. The person decides. */
export interface ServiceProposal extends KnownService {
  /** Identifies it in the answer, since a newer proposal may have replaced it. */
  readonly id: number;
  readonly hasKey: boolean;
}

export interface ProposalAnswer {
  readonly id: number;
  /** True: add the service and use it. False: forget it and its key. */
  readonly wanted: boolean;
}
