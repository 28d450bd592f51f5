/**
 * A link as this browser makes it by itself, without any part of ours: what ours is compared with
 * on a bad line.
 */
export class OrdinaryLink {
  readonly pc = new RTCPeerConnection();

  constructor(tracks: readonly MediaStreamTrack[]) {
    const stream = new MediaStream([...tracks]);
    for (const track of tracks) this.pc.addTrack(track, stream);
  }

  /** With all candidates. */
  async offer(): Promise<string> {
    const gathered = new Promise<void>((resolve) => {
      this.pc.addEventListener('icecandidate', ({ candidate }) => candidate === null && resolve());
    });
    await this.pc.setLocalDescription();
    await gathered;
    return this.pc.localDescription?.sdp ?? '';
  }

  async accept(sdp: string): Promise<void> {
    await this.pc.setRemoteDescription({ type: 'answer', sdp });
  }
}
