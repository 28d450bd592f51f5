/**
 * An instance as it spoke in version 1 of the frames, frozen: it shares no code with the service
 * but ids and the carrier. Never change it to follow the service.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { Carrier } from '../../signaling-server/src/cluster/carrier.ts';
import { InstanceId } from '../../signaling-server/src/cluster/instance.ts';
import type { SealKey } from '../../signaling-server/src/cluster/seals.ts';

const HEADER_BYTES = 37;
const TAG_BYTES = 16;

export interface FrozenFrame {
  readonly type: string;
  readonly call?: number;
  readonly member?: number;
  readonly members?: readonly number[];
  readonly [field: string]: unknown;
}

export class FrozenPeerV1 {
  readonly self = InstanceId.parse(randomBytes(16).toString('base64url'));
  /** What the other instance has sent, each with the version of its message. */
  readonly heard: { readonly version: string; readonly frame: FrozenFrame; readonly notice: string | undefined }[] = [];
  readonly #carrier: Carrier;
  readonly #key: SealKey;
  #number = 0;
  #wake: () => void = () => undefined;

  constructor(carrierOf: (self: InstanceId) => Carrier, key: SealKey) {
    const carrier = carrierOf(this.self);
    this.#carrier = carrier;
    this.#key = key;
    void carrier.subscribe({
      bytes: (to, bytes) => this.#receive(to, Buffer.from(bytes)),
      resumed: () => undefined,
    });
  }

  /** Frames of one message. */
  async send(to: InstanceId, ...frames: readonly object[]): Promise<void> {
    await this.#publish(
      to,
      frames.map((frame) => JSON.stringify(frame)),
    );
  }

  /** A notice, and frames after it. */
  async sendNotice(
    to: InstanceId,
    members: readonly number[],
    notice: unknown,
    ...after: readonly object[]
  ): Promise<void> {
    const line = `${JSON.stringify({ type: 'notice', members })}\t${JSON.stringify(notice)}`;
    await this.#publish(to, [line, ...after.map((frame) => JSON.stringify(frame))]);
  }

  async #publish(to: InstanceId, lines: readonly string[]): Promise<void> {
    this.#number += 1;
    const header = Buffer.alloc(HEADER_BYTES);
    header.writeUInt8(1, 0);
    header.write(this.#key.id + this.self, 1, 'latin1');
    header.writeUIntBE(this.#number, HEADER_BYTES - 6, 6);
    const cipher = createCipheriv('aes-256-gcm', this.#keyFor(this.self, to), nonce(this.#number));
    cipher.setAAD(header);
    const plain = ['1', ...lines].join('\n');
    const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
    await this.#carrier.publish(to, Buffer.concat([header, sealed, cipher.getAuthTag()]));
  }

  /** The next frame of that type. It may have arrived already. */
  async next(type: string) {
    for (;;) {
      const index = this.heard.findIndex(({ frame }) => frame.type === type);
      const [found] = index === -1 ? [] : this.heard.splice(index, 1);
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  #receive(to: string, bytes: Buffer): void {
    const header = bytes.subarray(0, HEADER_BYTES);
    const from = header.toString('latin1', 9, 31);
    const decipher = createDecipheriv('aes-256-gcm', this.#keyFor(from, to), nonce(header.readUIntBE(31, 6)));
    decipher.setAAD(header);
    decipher.setAuthTag(bytes.subarray(bytes.length - TAG_BYTES));
    const plain = decipher.update(bytes.subarray(HEADER_BYTES, bytes.length - TAG_BYTES));
    decipher.final();
    const [version = '', ...lines] = plain.toString('utf8').split('\n');
    for (const line of lines) {
      const [head = '', notice] = line.split('\t');
      this.heard.push({ version, frame: JSON.parse(head) as FrozenFrame, notice });
    }
    this.#wake();
  }

  #keyFor(from: string, to: string): Buffer {
    return Buffer.from(hkdfSync('sha256', this.#key.key, '', `lectern wire key v1 ${from} ${to}`, 32));
  }
}

function nonce(number: number): Buffer {
  const bytes = Buffer.alloc(12);
  bytes.writeUIntBE(number, 6, 6);
  return bytes;
}
