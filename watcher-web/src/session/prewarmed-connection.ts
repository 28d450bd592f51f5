/** A peer connection created before the offer arrives: its certificate and codec list are ready. */
const CONFIGURATION: RTCConfiguration = { bundlePolicy: 'max-bundle' };

export class PrewarmedConnection {
  #connection: RTCPeerConnection | undefined;

  create(): void {
    this.#connection ??= new RTCPeerConnection(CONFIGURATION);
  }

  /** Hands the prewarmed connection over, or a new one if there is none. */
  claim(configuration: RTCConfiguration): RTCPeerConnection {
    const prewarmed = this.#connection;
    this.#connection = undefined;
    if (!prewarmed) return new RTCPeerConnection(configuration);
    prewarmed.setConfiguration({ ...prewarmed.getConfiguration(), ...configuration });
    return prewarmed;
  }

  /** Closes a connection that was not claimed. */
  discard(): void {
    this.#connection?.close();
    this.#connection = undefined;
  }
}
