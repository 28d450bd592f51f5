/** Which instance answers at an address. */
import * as z from 'zod/mini';

const Health = z.object({ instance: z.string() });

/** `hint`: of a room, for a balancer that hashes. */
export async function instanceAt(url: string, hint = ''): Promise<string> {
  const response = await fetch(`${url}/healthz?a=${hint}`);
  return Health.parse(await response.json()).instance;
}
