/**
 * The answer of a hosted TURN service's credentials URL. Three forms are in use: `iceServers`
 * (Cloudflare), `ice_servers` (Twilio), and the list alone (Metered).
 */
import type { IceServer } from '@lectern/protocol';
import * as z from 'zod/mini';
import { iceAddressProblem } from '../admin/ice-address.ts';

const MAX_SERVERS = 16;
const text = z.string().check(z.maxLength(2048));
const Urls = z.pipe(
  z.union([text, z.array(text).check(z.maxLength(MAX_SERVERS))]),
  z.transform((urls) => (typeof urls === 'string' ? [urls] : urls)),
);
const Server = z.object({
  urls: z.optional(Urls),
  /** The older name, which Twilio sends as well. */
  url: z.optional(text),
  username: z.optional(text),
  credential: z.optional(text),
});
const Servers = z.array(Server).check(z.maxLength(MAX_SERVERS));
/** Twilio's number of seconds is a text. */
const Seconds = z.optional(z.coerce.number());

const Answer = z.union([
  z.object({ iceServers: z.union([Servers, Server]), ttl: Seconds }),
  z.object({ ice_servers: Servers, ttl: Seconds }),
  Servers,
]);

export interface FetchedServers {
  readonly servers: IceServer[];
  /** How long they are valid, if the answer says so. */
  readonly ttlS: number | undefined;
}

/** Throws for any other form, and where no TURN server is left. */
export function readCredentials(answer: unknown): FetchedServers {
  const parsed = Answer.parse(answer);
  const ttlS = Array.isArray(parsed) ? undefined : parsed.ttl;
  const servers = listOf(parsed).flatMap(usable);
  if (servers.length === 0) throw new Error('the answer has no TURN server that browsers accept');
  return { servers, ttlS };
}

function listOf(parsed: z.infer<typeof Answer>): z.infer<typeof Servers> {
  if (Array.isArray(parsed)) return parsed;
  if ('ice_servers' in parsed) return parsed.ice_servers;
  return Array.isArray(parsed.iceServers) ? parsed.iceServers : [parsed.iceServers];
}

/**
 * Browsers throw for one address that they do not know, so such are left out. STUN comes from the
 * settings.
 */
function usable({ urls, url, username, credential }: z.infer<typeof Server>): IceServer[] {
  const turn = (urls ?? (url === undefined ? [] : [url])).filter(
    (address) => iceAddressProblem(address, 'turn') === undefined,
  );
  if (turn.length === 0 || username === undefined || credential === undefined) return [];
  return [{ urls: turn, username, credential }];
}
