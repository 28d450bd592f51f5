/** Remote candidates wait for the description of their round; those of earlier rounds are dropped. */
import type { Candidate, Round } from '@lectern/protocol';

/** The part of a connection that the gate lets candidates into. */
export type CandidateTaker = Pick<RTCPeerConnection, 'addIceCandidate'>;

export class CandidateGate {
  readonly #pc: CandidateTaker;
  #applied: number = 0;
  #held: { readonly round: Round; readonly candidate: Candidate }[] = [];

  constructor(pc: CandidateTaker) {
    this.#pc = pc;
  }

  /** The remote description of `round` is in place. */
  async open(round: Round): Promise<void> {
    this.#applied = round;
    const due = this.#held.filter((held) => held.round === round);
    this.#held = this.#held.filter((held) => held.round > round);
    for (const { candidate } of due) await this.#add(candidate);
  }

  async admit(round: Round, candidate: Candidate): Promise<void> {
    if (round === this.#applied) await this.#add(candidate);
    else if (round > this.#applied) this.#held.push({ round, candidate });
  }

  async #add(candidate: Candidate): Promise<void> {
    const { sdpMid = null, sdpMLineIndex = null, usernameFragment = null } = candidate;
    try {
      await this.#pc.addIceCandidate({ candidate: candidate.candidate, sdpMid, sdpMLineIndex, usernameFragment });
    } catch {
      // One candidate that this browser cannot read (an unknown transport, a name that does not resolve) must not cost the link.
    }
  }
}
