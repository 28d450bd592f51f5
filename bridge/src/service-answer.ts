/** What the answer of an address says about the service there. Pure. */
import { agreeOnVersion, ServiceVersion, VersionRange } from '@lectern/protocol';
import * as z from 'zod/mini';
import type { ServiceReach } from './services.ts';

/** Enough to compare versions; the rest may have another shape in another version. */
const Greeting = z.object({ service: z.literal('lectern'), version: z.catch(z.string(), ''), protocol: VersionRange });

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly latencyMs: number;
}

export function readAnswer({ status, body, latencyMs }: Answer, spoken: VersionRange): ServiceReach {
  // A proxy in front of the service says that the service is not there.
  if ([502, 503, 504].includes(status)) return { kind: 'unreachable', why: 'no-answer' };
  if (status === 407) return { kind: 'unreachable', why: 'proxy' };
  const json = jsonIn(body);
  const greeting = Greeting.safeParse(json);
  if (status !== 200 || !greeting.success) return { kind: 'unreachable', why: 'not-lectern' };
  const agreed = agreeOnVersion(spoken, greeting.data.protocol);
  if ('refused' in agreed) {
    const kind = agreed.refused === 'client-too-old' ? 'app-too-old' : 'service-too-old';
    return { kind, version: greeting.data.version };
  }
  const said = ServiceVersion.safeParse(json);
  if (!said.success) return { kind: 'unreachable', why: 'not-lectern' };
  return { kind: 'reachable', version: said.data.version, latencyMs, presenting: said.data.presenting };
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // Some other page.
  }
}
