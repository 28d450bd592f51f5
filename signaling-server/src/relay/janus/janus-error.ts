/** What can go wrong with a request to Janus: a closed set. */

/**
 * `away`: the connection was lost, or there is none: the request may or may not have been carried
 * out. `timeout`: no answer in time, with the same doubt. `unreadable`: an answer that does not fit
 * its schema. `not-forwarded`: Janus has left out a medium, without calling that an error.
 * `refused`: any other refusal.
 */
export type JanusErrorCode =
  | 'away'
  | 'timeout'
  | 'unreadable'
  | 'unauthorized'
  | 'no-session'
  | 'session-taken'
  | 'no-handle'
  | 'no-plugin'
  | 'bad-description'
  | 'no-room'
  | 'room-exists'
  | 'room-full'
  | 'no-publisher'
  | 'publisher-exists'
  | 'no-mountpoint'
  | 'cannot-create'
  | 'not-forwarded'
  | 'bad-request'
  | 'refused';

export const plugins = {
  videoroom: 'janus.plugin.videoroom',
  streaming: 'janus.plugin.streaming',
} as const;
export type Plugin = keyof typeof plugins;

export class JanusError extends Error {
  override readonly name = 'JanusError';
  readonly code: JanusErrorCode;

  constructor(code: JanusErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

type Codes = Readonly<Record<number, JanusErrorCode>>;

/**
 * The same number means something else in each plugin: src/apierror.h, and
 * `JANUS_VIDEOROOM_ERROR_…` and `JANUS_STREAMING_ERROR_…` in the plugins of Janus 1.4.
 */
const codes: Readonly<Record<Plugin | 'core', Codes>> = {
  core: {
    403: 'unauthorized',
    405: 'unauthorized',
    456: 'bad-request',
    458: 'no-session',
    459: 'no-handle',
    460: 'no-plugin',
    464: 'bad-description',
    465: 'bad-description',
    467: 'bad-request',
    468: 'session-taken',
    469: 'bad-description',
  },
  videoroom: {
    426: 'no-room',
    427: 'room-exists',
    428: 'no-publisher',
    429: 'bad-request',
    430: 'bad-request',
    431: 'bad-description',
    432: 'room-full',
    433: 'unauthorized',
    436: 'publisher-exists',
    437: 'bad-description',
  },
  streaming: {
    453: 'bad-request',
    454: 'bad-request',
    455: 'no-mountpoint',
    456: 'cannot-create',
    457: 'unauthorized',
    461: 'bad-description',
  },
};

/**
 * Janus' own words are kept: they help an admin. Of a bad description they may quote lines, so not
 * there.
 */
const MAX_REASON = 200;

export function refusal(from: Plugin | 'core', number: number, reason: string): JanusError {
  const code = codes[from][number] ?? 'refused';
  const words = code === 'bad-description' ? '' : `: ${reason.slice(0, MAX_REASON)}`;
  return new JanusError(code, `Janus has refused it (${code}, ${String(number)})${words}`);
}

/** True for an error with one of these codes. */
export const isJanusError = (error: unknown, ...among: readonly JanusErrorCode[]): error is JanusError =>
  error instanceof JanusError && (among.length === 0 || among.includes(error.code));
