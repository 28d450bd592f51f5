/**
 * Changes a sender's parameters, one change at a time: each `setParameters` must follow a
 * `getParameters` of its own, and of two that overlap the later one is rejected (W3C webrtc-pc,
 * 5.2).
 */
import loglevel from 'loglevel';
import pLimit from 'p-limit';

const log = loglevel.getLogger('media');

export class SenderParameters {
  readonly #sender: RTCRtpSender;
  readonly #inTurn = pLimit(1);

  constructor(sender: RTCRtpSender) {
    this.#sender = sender;
  }

  async change(edit: (parameters: RTCRtpSendParameters) => void): Promise<void> {
    await this.#set(edit, () => ({}));
  }

  /** Of every active layer. */
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
      try {
        await this.#sender.setParameters(parameters, optionsFor(parameters));
      } catch (error) {
        log.debug('a sender refused its parameters, as after its connection has closed:', error);
      }
    });
  }
}
