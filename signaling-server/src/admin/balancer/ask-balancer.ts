/** Asks through the balancer which instance it chooses for a room's clients now. */
import { ROOM_HINT_PARAMETER } from '@lectern/protocol';
import * as z from 'zod/mini';
import { InstanceId } from '../../cluster/instance.ts';
import { boundedFetch } from '../../door/bounded-fetch.ts';

/** An answer has about 100 bytes. */
const MAX_BYTES = 4_096;
const Health = z.object({ instance: InstanceId });

/** Throws where the answer is not of an instance. */
export const instanceIn = (answer: unknown): InstanceId => Health.parse(answer).instance;

/** Any path would do: balancers choose by the parameter. This one costs the service least. */
export const addressFor = (balancerUrl: string, hint: string): string =>
  `${balancerUrl}/healthz?${ROOM_HINT_PARAMETER}=${hint}`;

/** Rejects without an answer, or with one that is not of an instance. */
export async function askBalancer(balancerUrl: string, hint: string, signal: AbortSignal): Promise<InstanceId> {
  const answer = await boundedFetch(addressFor(balancerUrl, hint), MAX_BYTES, { signal });
  return instanceIn(await answer.json());
}
