/** `lectern://connect?service=…&key=…&name=…`: what an admin sends, so that an app knows a service and is let in there. */
import { PRESENTER_KEY_MAX_LENGTH } from '@lectern/protocol';
import * as z from 'zod/mini';
import { readServiceAddress } from './service-address.ts';

export const LINK_SCHEME = 'lectern';
const MAX_LENGTH = 2048;
export const SERVICE_NAME_LENGTH = 60;

/** What goes into a header: printable, without spaces. */
export const PresenterKey = z
  .string()
  .check(
    z.regex(/^[\x21-\x7e]+$/, 'A presenter key has no spaces and no special letters.'),
    z.maxLength(PRESENTER_KEY_MAX_LENGTH),
  );

export interface Enrolment {
  readonly origin: string;
  readonly key: string | null;
  /** What the admin calls the service; empty where the link says nothing. */
  readonly name: string;
}

const Said = z.strictObject({
  service: z.string(),
  key: z.optional(PresenterKey),
  /** Shown as text. Line breaks and the like have no business in it. */
  name: z.optional(z.string().check(z.maxLength(SERVICE_NAME_LENGTH), z.regex(/^[^\p{Cc}\p{Cf}]*$/u))),
});

export const isEnrolmentLink = (text: string): boolean => text.trim().toLowerCase().startsWith(`${LINK_SCHEME}:`);

/** The one schema for a link of ours. Anything that is not exactly this is undefined: a link comes from anywhere. */
export function readEnrolmentLink(text: string): Enrolment | undefined {
  const trimmed = text.trim();
  if (trimmed.length > MAX_LENGTH || !URL.canParse(trimmed)) return undefined;
  const { protocol, host, pathname, hash, username, searchParams } = new URL(trimmed);
  const isConnect = protocol === `${LINK_SCHEME}:` && host === 'connect' && ['', '/'].includes(pathname);
  if (!isConnect || hash !== '' || username !== '') return undefined;
  const names = [...searchParams.keys()];
  if (new Set(names).size !== names.length) return undefined;
  const said = Said.safeParse(Object.fromEntries(searchParams));
  if (!said.success || !/^https?:\/\//i.test(said.data.service)) return undefined;
  const address = readServiceAddress(said.data.service);
  if (!('origin' in address)) return undefined;
  return { origin: address.origin, key: said.data.key ?? null, name: said.data.name?.trim() ?? '' };
}
