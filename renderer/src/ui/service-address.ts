/** What a person types or pastes as the address of a service. */

/**
 * The origin meant by `text`: with or without scheme, path or room link behind it. Null stands for the default service, and
 * nothing at all for text that is no address.
 */
export function readServiceAddress(text: string, defaultOrigin: string): string | null | undefined {
  if (text === '') return null;
  const local = /^(localhost|\d+\.\d+\.\d+\.\d+|\[[\da-f:]+\])(:\d+)?(\/|$)/i.test(text);
  const address = /^[a-z]+:\/\//i.test(text) ? text : `${local ? 'http' : 'https'}://${text}`;
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    return undefined; // Not an address; the caller says so.
  }
  if (!['http:', 'https:'].includes(url.protocol) || url.hostname === '') return undefined;
  return url.origin === defaultOrigin ? null : url.origin;
}
