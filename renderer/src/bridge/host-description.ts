/** What the server of this page says about itself, in the file `host.json` beside it. */
import { ServiceOrigin, type Host } from '@lectern/bridge';
import * as z from 'zod/mini';
import { capturesOfBrowser } from './browser-captures.ts';
import type { BrowserWords } from './browser-words.ts';

/** `defaultServiceUrl` may be left out where the service serves this page itself. */
export const HostDescription = z.object({ version: z.string(), defaultServiceUrl: z.optional(ServiceOrigin) });

export async function fetchHost({ noHost }: Pick<BrowserWords, 'noHost'>): Promise<Host> {
  const response = await fetch(new URL('host.json', document.baseURI), { cache: 'no-store' });
  if (!response.ok) throw new Error(noHost(response.status));
  const { version, defaultServiceUrl } = HostDescription.parse(await response.json());
  return {
    kind: 'browser',
    version,
    defaultServiceUrl: defaultServiceUrl ?? location.origin,
    keyStorage: 'browser',
    settingsMovedTo: null,
    lostRooms: [],
    ...capturesOfBrowser,
  };
}
