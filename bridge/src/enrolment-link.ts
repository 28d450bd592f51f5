/**
 * Enrolment links, `lectern://connect?service=…&key=…&name=…`: an admin sends one to add a service
 * with its presenter key.
 */
import { PRESENTER_KEY_MAX_LENGTH } from '@lectern/protocol';
import * as z from 'zod/mini';
import { readServiceAddress } from './service-address.ts';

export const LINK_SCHEME = 'lectern';
const MAX_LENGTH = 2048;
export const SERVICE_NAME_LENGTH = 60;

/** The key becomes an HTTP header: printable ASCII without spaces. */
export const PresenterKey = z
  .string()
  .check(
    z.regex(/^[\x21-\x7e]+$/, 'A presenter key has no spaces and no special characters.'),
    z.maxLength(PRESENTER_KEY_MAX_LENGTH),
  );

export interface Enrolment {
  readonly origin: string;
  readonly key: string | null;
  /** The admin's name for the service; empty where the link has none. */
  readonly name: string;
}

const Parameters = z.strictObject({
  service: z.string(),
  key: z.optional(PresenterKey),
  /** Shown as text, so control and formatting characters are refused. */
  name: z.optional(z.string().check(z.maxLength(SERVICE_NAME_LENGTH), z.regex(/^[^\p{Cc}\p{Cf}]*$/u))),
});

export const isEnrolmentLink = (text: string): boolean => text.trim().toLowerCase().startsWith(`${LINK_SCHEME}:`);

/** Undefined for everything that is not exactly such a link: anyone can write one. */
export function readEnrolmentLink(text: string): Enrolment | undefined {
  const trimmed = text.trim();
  if (trimmed.length > MAX_LENGTH || !URL.canParse(trimmed)) return undefined;
  const { protocol, host, pathname, hash, username, searchParams } = new URL(trimmed);
  const isConnect = protocol === `${LINK_SCHEME}:` && host === 'connect' && ['', '/'].includes(pathname);
  if (!isConnect || hash !== '' || username !== '') return undefined;
  const names = [...searchParams.keys()];
  if (new Set(names).size !== names.length) return undefined;
  const parameters = Parameters.safeParse(Object.fromEntries(searchParams));
  if (!parameters.success || !/^https?:\/\//i.test(parameters.data.service)) return undefined;
  const address = readServiceAddress(parameters.data.service);
  if (!('origin' in address)) return undefined;
  return { origin: address.origin, key: parameters.data.key ?? null, name: parameters.data.name?.trim() ?? '' };
}
