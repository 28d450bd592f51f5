/**
 * Which people of the identity provider may present. Without a rule that fits, a person may not.
 */
import type { IdClaims } from './id-token.ts';

/** A person who meets one of these may present. */
export interface AllowedPeople {
  /** `sub` values; `*` is every person whom the provider lets in. */
  readonly subjects: readonly string[];
  readonly groups: readonly string[];
  /** The claim that lists a person's groups: its name, or a path with dots. */
  readonly groupsClaim: string;
  /** In lower case. Only an address that the provider has verified counts. */
  readonly emailDomains: readonly string[];
}

export function isAllowed({ subjects, groups, groupsClaim, emailDomains }: AllowedPeople, claims: IdClaims): boolean {
  if (subjects.includes('*') || subjects.includes(claims.sub)) return true;
  if (groups.length > 0 && groupsOf(claims, groupsClaim).some((group) => groups.includes(group))) return true;
  const { email = '', email_verified: isVerified } = claims;
  const domain = email.slice(email.lastIndexOf('@') + 1).toLowerCase();
  return isVerified === true && email.includes('@') && emailDomains.includes(domain);
}

/**
 * A claim of that very name counts before a path: names such as `https://example.org/groups` have
 * dots.
 */
function groupsOf(claims: IdClaims, name: string): readonly string[] {
  const found = Object.hasOwn(claims, name) ? claims[name] : valueAt(claims, name.split('.'));
  const values: readonly unknown[] = Array.isArray(found) ? found : [found];
  return values.filter((value) => typeof value === 'string');
}

function valueAt(value: unknown, [name, ...rest]: readonly string[]): unknown {
  if (name === undefined) return value;
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return valueAt(Object.entries(value).find(([key]) => key === name)?.[1], rest);
}

/** An admission carries the name and goes with every connection, so a longer name is cut. */
const START_OF_NAME = /^.{0,120}/u;

/** What the provider calls the person. */
export function nameOf({ email, preferred_username: username, name, sub }: IdClaims): string {
  const called = (email || username || name || sub).replaceAll(/\p{C}/gu, '');
  return START_OF_NAME.exec(called)?.[0] ?? '';
}
