/** The closed set of ways in which a request or a handshake can fail. */
import * as z from 'zod/mini';
import { Epoch } from './values.ts';

/** `retryable`: the same call may succeed later. `docs/protocol.md` says when each occurs. */
export const errorCodes = {
  'bad-request': { retryable: false },
  unauthorized: { retryable: false },
  'token-expired': { retryable: false },
  'wrong-key': { retryable: false },
  /** A valid proof, for a name that the service is not set up to have. */
  'wrong-service': { retryable: false },
  'key-required': { retryable: false },
  'key-refused': { retryable: false },
  'sign-in-required': { retryable: false },
  /** The sign-in was too long ago. */
  'sign-in-expired': { retryable: false },
  /**
   * The identity provider knows the person, but the service's admin has not let this person
   * present.
   */
  'sign-in-refused': { retryable: false },
  /** The identity provider's keys cannot be fetched, so a sign-in cannot be checked now. */
  'provider-unreachable': { retryable: true },
  replaced: { retryable: false },
  /** The service's admin has ended this run of the room. A later run may open it. */
  'run-ended': { retryable: false },
  /** The epoch is too far ahead of the service's clock and of the room's own epochs. */
  'epoch-too-far': { retryable: true },
  'room-unknown': { retryable: true },
  /**
   * It is on its way between instances of the service, or they cannot tell just now which one runs
   * it.
   */
  'room-moving': { retryable: true },
  /** A watcher whom the presenter has removed. */
  removed: { retryable: false },
  'room-full': { retryable: true },
  /** The room has a passcode, and neither a right one nor a token of its generation was sent. */
  'passcode-required': { retryable: false },
  'passcode-wrong': { retryable: false },
  /** Too many wrong passcodes came from the address, so none is checked. `waitMs` says how long. */
  'passcode-paused': { retryable: true },
  'not-live': { retryable: true },
  'link-unknown': { retryable: false },
  'wrong-round': { retryable: false },
  'too-many': { retryable: true },
  /** The service is behind with its work. `waitMs` says when to come back. */
  busy: { retryable: true },
  'client-too-old': { retryable: false },
  'service-too-old': { retryable: true },
  /** Made by the client itself: no reply in time, or no connection. */
  unreachable: { retryable: true },
  internal: { retryable: true },
} as const satisfies Record<string, { readonly retryable: boolean }>;

export type ErrorCode = keyof typeof errorCodes;

/**
 * A failure on the wire. The message is for logs and developers; what people read depends on the
 * code.
 */
export const WireError = z.object({
  /** An unknown code of a newer service is read as `internal`. */
  code: z.catch(z.enum(Object.keys(errorCodes) as [ErrorCode, ...ErrorCode[]]), 'internal'),
  message: z.catch(z.string(), ''),
  /** With `replaced`: the room's epoch, which a run that takes the room back must exceed. */
  epoch: z.catch(z.optional(Epoch), undefined),
  /**
   * With `passcode-paused`: how long the address has to wait. With `busy`: how long this client
   * waits.
   */
  waitMs: z.catch(z.optional(z.number().check(z.gte(0))), undefined),
});
export type WireError = z.infer<typeof WireError>;

/** A failed request or a refused handshake, on either side. */
export class SignalingError extends Error {
  override readonly name = 'SignalingError';
  readonly code: ErrorCode;
  /** As in `WireError`. */
  readonly epoch: Epoch | undefined;
  /** As in `WireError`. */
  readonly waitMs: number | undefined;

  constructor(code: ErrorCode, message: string = code, epoch?: Epoch, waitMs?: number) {
    super(message);
    this.code = code;
    this.epoch = epoch;
    this.waitMs = waitMs;
  }

  get retryable(): boolean {
    return errorCodes[this.code].retryable;
  }
}
