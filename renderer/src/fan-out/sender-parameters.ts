/**
 * Changes to what a sender encodes, one after the other: each `setParameters` needs a `getParameters` of its own before it, and of two that
 * overlap the later one is refused (W3C webrtc-pc, 5.2).
 */
import pLimit from 'p-limit';

export class SenderParameters {
  readonly #sender: RTCRtpSender;
  readonly #inTurn = pLimit(1);

  constructor(sender: RTCRtpSender) {
    this.#sender = sender;
  }

  async change(edit: (parameters: RTCRtpSendParameters) => void): Promise<void> {
    await this.#set(edit, () => ({}));
  }

  /** One of every layer that is active. */
  async makeKeyFrame(): Promise<void> {
    await this.#set(
      () => undefined,
      ({ encodings }) => ({ encodingOptions: encodings.map(({ active }) => ({ keyFrame: active ?? true })) }),
    );
  }

  async #set(
    edit: (parameters: RTCRtpSendParameters) => void,
    optionsFor: (parameters: RTCRtpSendParameters) => RTCSetParameterOptions,
  ): Promise<void> {
    await this.#inTurn(async () => {
      const parameters = this.#sender.getParameters();
      edit(parameters);
      // Of a connection that has been closed meanwhile there is nothing left to change.
      await this.#sender.setParameters(parameters, optionsFor(parameters)).catch(() => undefined);
    });
  }
}
