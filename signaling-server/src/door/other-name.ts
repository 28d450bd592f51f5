/** The log line about a name that the service is not set up for, with the setting that mends it. */
import type { Logger } from 'pino';
import type { PerMinute } from '../room/per-minute.ts';
import type { NameSettings } from './service-names.ts';

export interface OtherNameDeps {
  readonly config: NameSettings;
  readonly log: Logger;
  /** Counts these lines: anybody can cause them. */
  readonly otherNameWarnings: PerMinute;
}

/** A name of a host has at most 253 characters. */
const LOGGED_LENGTH = 256;

export function warnOfOtherName(
  { config, log, otherNameWarnings }: OtherNameDeps,
  what: 'a presenter reached this service' | 'a page was opened',
  name: string,
): void {
  if (!otherNameWarnings.tryConsume('')) return;
  const setting = config.publicUrl === null ? 'LECTERN_PUBLIC_URL' : 'LECTERN_OTHER_NAMES';
  log.warn(
    { name: name.slice(0, LOGGED_LENGTH) },
    `${what} by a name that this service is not set up for; if it is yours, set ${setting}`,
  );
}
