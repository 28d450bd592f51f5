/** The services that a presenter knows, and what a check finds out about one. */
import type { Presenting, SignInOffer } from '@lectern/protocol';

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
      /** Whether this presenter may present there, with the key or the sign-in that is stored. */
      readonly presenting: Presenting;
      /** Where presenters of this service sign in; null where they do not. */
      readonly signIn: SignInOffer | null;
    }
  | { readonly kind: 'unreachable'; readonly why: Unreachable }
  /** App and service have no protocol version in common. */
  | { readonly kind: 'app-too-old' | 'service-too-old'; readonly version: string };

export interface ServiceCheck {
  readonly reach: ServiceReach;
  /** Whether a presenter key is stored for this service. */
  readonly hasKey: boolean;
  /** Null where the presenter has not signed in. */
  readonly signedIn: SignedIn | null;
}

export interface SignedIn {
  /** What the provider calls the presenter: an address, or else a name. */
  readonly name: string;
  /** Until when the service accepts it: milliseconds since 1970, on this machine's clock. */
  readonly untilMs: number;
}

/** In the browser of this computer, or by a code that is entered on any device. */
export type SignInWay = 'browser' | 'code';

/** A sign-in that waits for the presenter. */
export interface SignInProgress {
  readonly origin: string;
  /** What to enter, and the address of the page that asks for it; null while the browser has it. */
  readonly code: { readonly text: string; readonly address: string } | null;
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
