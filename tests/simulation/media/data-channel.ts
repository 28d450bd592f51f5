/**
 * The negotiated data channel of a connection. What is sent on a broken path arrives when it works
 * again.
 */

export class DataChannel extends EventTarget {
  readyState: RTCDataChannelState = 'connecting';
  readonly #carry: (text: string) => void;

  constructor(carry: (text: string) => void) {
    super();
    this.#carry = carry;
  }

  send(text: string): void {
    if (this.readyState !== 'open') throw new DOMException('the channel is not open', 'InvalidStateError');
    this.#carry(text);
  }

  open(): void {
    if (this.readyState !== 'connecting') return;
    this.readyState = 'open';
    this.dispatchEvent(new Event('open'));
  }

  receive(text: string): void {
    if (this.readyState === 'open') this.dispatchEvent(new MessageEvent('message', { data: text }));
  }

  close(): void {
    if (this.readyState === 'closed') return;
    this.readyState = 'closed';
    this.dispatchEvent(new Event('close'));
  }

  /** Its connection is closed, which says nothing of it. */
  end(): void {
    this.readyState = 'closed';
  }
}
