/** Session descriptions, as far as the simulation needs them. */

export interface Described {
  /** Names the connection and the generation of its ICE. */
  readonly ufrag: string;
  readonly candidates: readonly string[];
}

export function write(ufrag: string, candidates: readonly string[]): string {
  // Every direct link has a data channel, and its ends go by this line.
  const channel = 'm=application 9 UDP/DTLS/SCTP webrtc-datachannel';
  const lines = ['v=0', channel, `a=ice-ufrag:${ufrag}`, 'a=setup:actpass', ...candidates.map((text) => `a=${text}`)];
  return `${lines.join('\r\n')}\r\n`;
}

export function read(sdp: string): Described {
  const lines = sdp.split('\r\n');
  const ufrag = lines.find((line) => line.startsWith('a=ice-ufrag:'))?.slice('a=ice-ufrag:'.length);
  if (ufrag === undefined) throw new DOMException('no ICE user name', 'OperationError');
  return {
    ufrag,
    candidates: lines.filter((line) => line.startsWith('a=candidate:')).map((line) => line.slice('a='.length)),
  };
}

export const wrongState = (what: string): DOMException => new DOMException(what, 'InvalidStateError');
