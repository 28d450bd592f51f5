/** Remote candidates wait for the description of their round; those of earlier rounds are dropped. There may be only so many. */
import type { Candidate, Round } from '@lectern/protocol';

/** The part of a connection that the gate lets candidates into. */
export type CandidateTaker = Pick<RTCPeerConnection, 'addIceCandidate'>;

/**
 * That are held, and that a round may have: twice what a machine with many networks finds. The other end could otherwise fill this
 * one's memory, or have it try any number of addresses.
 */
const MOST = 128;

export class CandidateGate {
  readonly #pc: CandidateTaker;
  #applied: number = 0;
  #added = 0;
  #held: { readonly round: Round; readonly candidate: Candidate }[] = [];

  constructor(pc: CandidateTaker) {
    this.#pc = pc;
  }

  /** The remote description of `round` is in place. */
  async open(round: Round): Promise<void> {
    this.#applied = round;
    this.#added = 0;
    const due = this.#held.filter((held) => held.round === round);
    this.#held = this.#held.filter((held) => held.round > round);
    for (const { candidate } of due) await this.#add(candidate);
  }

  async admit(round: Round, candidate: Candidate): Promise<void> {
    if (round === this.#applied) return await this.#add(candidate);
    if (round <= this.#applied) return;
    this.#held.push({ round, candidate });
    // The first may be of a round that never came.
    if (this.#held.length > MOST) this.#held.shift();
  }

  async #add(candidate: Candidate): Promise<void> {
    if (this.#added >= MOST) return;
    this.#added += 1;
    const { sdpMid = null, sdpMLineIndex = null, usernameFragment = null } = candidate;
    try {
      await this.#pc.addIceCandidate({ candidate: candidate.candidate, sdpMid, sdpMLineIndex, usernameFragment });
    } catch {
      // One candidate that this browser cannot read (an unknown transport, a name that does not resolve) must not cost the link.
    }
  }
}
