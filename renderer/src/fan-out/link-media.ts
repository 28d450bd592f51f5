/** How the scene's media gets onto a link's connection. */

/** What goes out. Null is nothing of that kind: a camera or microphone that is off. */
export interface OutgoingSource {
  readonly video: MediaStreamTrack | null;
  readonly audio: MediaStreamTrack | null;
}

export interface LinkMedia {
  /** A connection with one video and one audio transceiver that carry the source, and go on carrying it when it changes. */
  connect(configuration: RTCConfiguration): RTCPeerConnection;
  /** Another source, without renegotiation. */
  setSource(source: OutgoingSource): void;
}
