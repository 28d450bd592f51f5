/** One connection made ahead: its threads, its certificate and the codecs' list are there before the offer is. */
const BUNDLE: RTCConfiguration = { bundlePolicy: 'max-bundle' };

export class SpareConnection {
  #spare: RTCPeerConnection | undefined;

  make(): void {
    this.#spare ??= new RTCPeerConnection(BUNDLE);
  }

  drop(): void {
    this.#spare?.close();
    this.#spare = undefined;
  }

  give(configuration: RTCConfiguration): RTCPeerConnection {
    const spare = this.#spare;
    this.#spare = undefined;
    if (!spare) return new RTCPeerConnection(configuration);
    spare.setConfiguration({ ...spare.getConfiguration(), ...configuration });
    return spare;
  }
}
