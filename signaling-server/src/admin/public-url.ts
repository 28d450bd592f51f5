/** The address under which people reach the service: a host of its own, or a path of a host. */
import { ServiceUrl } from '@lectern/protocol';
import * as z from 'zod/mini';

/** Paths that the service answers itself. Below one of them it could not tell the two apart. */
const OWN_PATHS = /^\/(r|assets|signaling|sign-in|version|healthz)(\/|$)/;

/** Without its slash at the end; undefined where it is no such address. */
function readPublicUrl(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (url.search !== '' || url.hash !== '' || url.username !== '' || url.password !== '') return undefined;
  const address = url.href.replace(/\/+$/, '');
  return ServiceUrl.safeParse(address).success && !OWN_PATHS.test(url.pathname) ? address : undefined;
}

export const PublicUrl = z.string().check(
  z.refine(
    (text) => readPublicUrl(text) !== undefined,
    'not an address such as https://lectern.example or https://example.org/lectern; its path may not begin with /r, ' +
      '/assets, /signaling, /sign-in, /version or /healthz',
  ),
  z.overwrite((text) => readPublicUrl(text) ?? text),
);
