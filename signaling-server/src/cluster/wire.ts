/**
 * Carries frames between instances. Those to one instance arrive in the order in which they were
 * sent; where some are lost, the receiver learns it. Nothing is kept for an instance that is away.
 */
import type { Cancel } from '../room/clock.ts';
import type { Frame } from './frames.ts';
import type { InstanceId } from './instance.ts';

export interface WireListener {
  frame(from: InstanceId, frame: Frame): void;
  /** Frames from it have been lost. Called before the next frame from it. */
  gap(from: InstanceId): void;
  /**
   * What was sent to it has reached nothing: it has lost its connection, or its process has ended.
   */
  unheard(by: InstanceId): void;
  /**
   * What was sent to all may have been missed: this instance was cut off, or is new to a sender.
   */
  missed(): void;
}

export interface Wire {
  readonly self: InstanceId;
  /** Throws a retryable `SignalingError` when the two have no version of frames in common. */
  send(to: InstanceId, frame: Frame): void;
  /** To all other instances. */
  broadcast(frame: Frame): void;
  subscribe(listener: WireListener): Cancel;
  /**
   * This instance was cut off or stopped, so frames may have been lost without notice: the others
   * are asked.
   */
  recheck(): void;
  /** Whether frames from it may have been lost without notice: it has not been heard since. */
  isUnsureOf(instance: InstanceId): boolean;
  /** It has gone, and will not be heard again. */
  forget(instance: InstanceId): void;
  close(): void;
}
