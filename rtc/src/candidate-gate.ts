/**
 * Holds remote candidates until the description of their round is set, drops those of earlier
 * rounds, and limits their number.
 */
import type { Candidate, Round } from '@lectern/protocol';
import loglevel from 'loglevel';
import { errorName } from './error-name.ts';

const log = loglevel.getLogger('link');

/** The part of a peer connection that candidates are added to. */
export type CandidateReceiver = Pick<RTCPeerConnection, 'addIceCandidate'>;

/**
 * Maximum candidates, both held and per round. A machine with many interfaces gathers about half as
 * many. Without a limit the other end could fill this one's memory, or make it probe any number of
 * addresses.
 */
const MAX_CANDIDATES = 128;

export class CandidateGate {
  readonly #pc: CandidateReceiver;
  #openRound: number = 0;
  #added = 0;
  #held: { readonly round: Round; readonly candidate: Candidate }[] = [];

  constructor(pc: CandidateReceiver) {
    this.#pc = pc;
  }

  /** Call once the remote description of `round` is set. */
  async open(round: Round): Promise<void> {
    this.#openRound = round;
    this.#added = 0;
    const due = this.#held.filter((held) => held.round === round);
    this.#held = this.#held.filter((held) => held.round > round);
    for (const { candidate } of due) await this.#add(candidate);
  }

  async admit(round: Round, candidate: Candidate): Promise<void> {
    if (round === this.#openRound) return await this.#add(candidate);
    if (round < this.#openRound) return;
    this.#held.push({ round, candidate });
    // The oldest may belong to a round that never came.
    if (this.#held.length > MAX_CANDIDATES) this.#held.shift();
  }

  async #add(candidate: Candidate): Promise<void> {
    if (this.#added >= MAX_CANDIDATES) return;
    this.#added += 1;
    const { sdpMid = null, sdpMLineIndex = null, usernameFragment = null } = candidate;
    try {
      await this.#pc.addIceCandidate({ candidate: candidate.candidate, sdpMid, sdpMLineIndex, usernameFragment });
    } catch (error) {
      // One unusable candidate (an unknown transport, a name that does not resolve) must not cost
      // the link.
      log.debug('the browser refused a candidate:', errorName(error));
    }
  }
}
