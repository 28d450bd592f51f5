/** Carries sealed bytes between instances: what a wire needs of Redis, or of one process. */
import type { InstanceId } from './instance.ts';

export type Destination = InstanceId | 'all';

export interface CarrierListener {
  /** `to`: this instance, or all. */
  bytes(to: Destination, bytes: Uint8Array): void;
  /** It was cut off for a time and may have missed something. */
  resumed(): void;
}

export interface Carrier {
  /** Resolves to how many have received it. Rejects when it could not be sent. */
  publish(to: Destination, bytes: Uint8Array): Promise<number>;
  /** Resolves when this instance hears the others. Never rejects. */
  subscribe(listener: CarrierListener): Promise<void>;
  close(): void;
}
