/**
 * The wire over any carrier: frames of one turn to one destination travel together, numbered for
 * each pair of instances, and sealed. A missing number is a gap. The loss of the last message is
 * noticed within a second, since an empty message follows each message with frames.
 */
import { agreeOnVersion, SignalingError, type VersionRange } from '@lectern/protocol';
import type { Logger } from 'pino';
import { MAX_WIRE_PROBES, WIRE_TICK_MS, WIRE_WAITING_BYTES } from '../policy.ts';
import type { Cancel, Clock } from '../room/clock.ts';
import type { WaitingBytes } from '../room/waiting-bytes.ts';
import type { Carrier, Destination } from './carrier.ts';
import type { ClusterObserver } from './cluster-observer.ts';
import type { InstanceId } from './instance.ts';
import { decodeFrame, encodeFrame, wireVersions, type Frame } from './frames.ts';
import { Seals, type SealKeys } from './seals.ts';
import type { Wire, WireListener } from './wire.ts';

export interface SealedWireOptions {
  readonly self: InstanceId;
  readonly keys: SealKeys;
  readonly carrier: Carrier;
  readonly clock: Clock;
  readonly log: Logger;
  readonly waiting: WaitingBytes;
  /** The versions of frames that another instance speaks, where that is known. */
  readonly versionsOf: (instance: InstanceId) => VersionRange | undefined;
  readonly versions?: VersionRange;
  readonly observer?: ClusterObserver;
}

/** What is on its way to one destination. */
class Outbox {
  lines: string[] = [];
  /** Of its frames, for as long as the other lives; undefined while that is not known. */
  version: number | undefined;
  /** Of the last message. */
  number = 0;
  /** Handed to the carrier, and not known to have arrived there. */
  bytes = 0;
  /** Something was sent, or lost, that no later message has shown to be there. */
  isUnconfirmed = false;
}

export class SealedWire implements Wire {
  readonly self: InstanceId;
  /** Resolves when it hears the others. */
  readonly listening: Promise<void>;
  readonly #options: SealedWireOptions;
  readonly #versions: VersionRange;
  readonly #seals: Seals;
  readonly #out = new Map<Destination, Outbox>();
  /** The number of the last message of each sender, to this instance and to all. */
  readonly #heard = new Map<string, number>();
  /** From whom something has come since this instance was last cut off; undefined before that. */
  #heardSince: Set<InstanceId> | undefined;
  readonly #listeners = new Set<WireListener>();
  /**
   * When messages to this instance itself were sent, by number: how long they take needs no second
   * clock.
   */
  readonly #probes = new Map<number, number>();
  #flush: NodeJS.Immediate | undefined;
  #stopTicking: Cancel = () => undefined;

  constructor(options: SealedWireOptions) {
    const { self, keys, carrier, versions = wireVersions } = options;
    this.self = self;
    this.#options = options;
    this.#versions = versions;
    this.#seals = new Seals(self, keys);
    this.listening = carrier.subscribe({
      bytes: (to, bytes) => this.#receive(to, bytes),
      resumed: () => {
        this.recheck();
        this.#missed();
      },
    });
    this.#tickLater();
  }

  send(to: InstanceId, frame: Frame): void {
    const outbox = this.#outbox(to);
    outbox.version ??= this.#agreedWith(to);
    this.#add(to, frame);
  }

  broadcast(frame: Frame): void {
    this.#add('all', frame);
  }

  subscribe(listener: WireListener): Cancel {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  recheck(): void {
    this.#heardSince = new Set();
    this.broadcast({ type: 'resumed' });
  }

  isUnsureOf(instance: InstanceId): boolean {
    return this.#heardSince?.has(instance) === false;
  }

  /**
   * The numbers stay: an instance that only seemed to have gone would take messages that begin with
   * 1 again for repeated ones, and their nonces would be used a second time.
   */
  forget(instance: InstanceId): void {
    const outbox = this.#out.get(instance);
    if (outbox !== undefined) outbox.isUnconfirmed = false;
    this.#heardSince?.add(instance);
    this.#seals.forget(instance);
  }

  close(): void {
    this.#stopTicking();
    clearImmediate(this.#flush);
    this.#listeners.clear();
    this.#options.carrier.close();
  }

  /**
   * Undefined while it is not known what the other speaks. Throws where there is no common version.
   */
  #agreedWith(to: InstanceId): number | undefined {
    const theirs = this.#options.versionsOf(to);
    if (theirs === undefined) return undefined;
    const agreed = agreeOnVersion(theirs, this.#versions);
    if ('version' in agreed) return agreed.version;
    throw new SignalingError('internal', 'the other instance speaks no common version');
  }

  #outbox(to: Destination): Outbox {
    const known = this.#out.get(to);
    if (known !== undefined) return known;
    const outbox = new Outbox();
    this.#out.set(to, outbox);
    return outbox;
  }

  #add(to: Destination, frame: Frame): void {
    this.#outbox(to).lines.push(encodeFrame(frame));
    this.#flush ??= setImmediate(() => {
      this.#flush = undefined;
      for (const [destination, outbox] of this.#out) if (outbox.lines.length > 0) this.#publish(destination, outbox);
    });
  }

  #publish(to: Destination, outbox: Outbox): void {
    const { carrier, waiting } = this.#options;
    const lines = outbox.lines.splice(0);
    outbox.number += 1;
    // Where nothing goes out, the number is missing at the receiver.
    if (lines.length > 0) outbox.isUnconfirmed = true;
    if (outbox.bytes > WIRE_WAITING_BYTES) return;
    const version = outbox.version ?? this.#versions.oldest;
    const sealed = this.#seals.seal(to, outbox.number, [String(version), ...lines].join('\n'));
    if (to !== this.self) this.#options.observer?.wireSent(lines.length, sealed.length);
    outbox.bytes += sealed.length;
    waiting.add(outbox);
    const failed = (): void => {
      outbox.isUnconfirmed = true;
    };
    const unheard = (): void => {
      failed();
      if (to !== 'all' && to !== this.self) for (const listener of this.#listeners) listener.unheard(to);
    };
    carrier
      .publish(to, sealed)
      .then((receivers) => receivers === 0 && unheard(), failed)
      .finally(() => (outbox.bytes -= sealed.length));
  }

  #tickLater(): void {
    this.#stopTicking = this.#options.clock.after(WIRE_TICK_MS, () => {
      for (const [to, outbox] of this.#out) {
        if (to === this.self) continue;
        if (to !== 'all' && this.isUnsureOf(to)) this.#add(to, { type: 'resumed' });
        else if (outbox.isUnconfirmed) this.#tick(to, outbox);
      }
      this.#probe();
      this.#tickLater();
    });
  }

  #probe(): void {
    const outbox = this.#outbox(this.self);
    this.#publish(this.self, outbox);
    this.#probes.set(outbox.number, this.#options.clock.elapsed());
    const [oldest] = this.#probes.keys();
    if (this.#probes.size > MAX_WIRE_PROBES && oldest !== undefined) this.#probes.delete(oldest);
  }

  #probeReturned(number: number): void {
    const sentMs = this.#probes.get(number);
    this.#probes.delete(number);
    if (sentMs !== undefined) this.#options.observer?.wireReturned(this.#options.clock.elapsed() - sentMs);
  }

  #tick(to: Destination, outbox: Outbox): void {
    outbox.isUnconfirmed = false;
    this.#publish(to, outbox);
  }

  #receive(to: Destination, bytes: Uint8Array): void {
    const opened = this.#seals.open(to, bytes);
    if (opened === undefined) {
      this.#options.log.warn({ bytes: bytes.length }, 'a message between instances was not sealed by one of them');
      return;
    }
    const { from, number, plain } = opened;
    if (from === this.self) return to === this.self ? this.#probeReturned(number) : undefined;
    const pair = `${from} ${to}`;
    const heard = this.#heard.get(pair);
    // As a rule, messages to all that were sent before this instance was there were not meant for
    // it.
    const last = heard ?? (to === 'all' ? number - 1 : 0);
    if (number <= last) {
      this.#options.log.warn({ from }, 'a message between instances came a second time');
      return;
    }
    this.#heard.set(pair, number);
    if (number > last + 1) this.#lost(from, number - last - 1);
    if (to === 'all' && number > (heard ?? 0) + 1) this.#missed();
    if (to !== 'all') this.#heardSince?.add(from);
    const [version, ...lines] = plain.toString('utf8').split('\n');
    this.#options.observer?.wireReceived(lines.length, bytes.length);
    if (Number(version) > this.#versions.newest || Number(version) < this.#versions.oldest) {
      return this.#lost(from, 1);
    }
    for (const line of lines) this.#deliver(from, line);
  }

  #lost(from: InstanceId, messages: number): void {
    this.#options.log.warn({ from, messages }, 'messages of another instance were lost');
    this.#options.observer?.wireLost(messages);
    for (const listener of this.#listeners) listener.gap(from);
  }

  #missed(): void {
    for (const listener of this.#listeners) listener.missed();
  }

  #deliver(from: InstanceId, line: string): void {
    const frame = decodeFrame(line);
    if (frame === undefined) {
      this.#options.log.warn({ from }, 'a frame that this version does not know');
      return;
    }
    if (frame.type === 'resumed') {
      // It was cut off as well, and may not have heard the same question.
      if (this.isUnsureOf(from)) this.#add(from, frame);
      for (const to of [from, 'all'] as const) {
        const outbox = this.#out.get(to);
        if (outbox !== undefined) this.#tick(to, outbox);
      }
      return;
    }
    for (const listener of this.#listeners) listener.frame(from, frame);
  }
}
