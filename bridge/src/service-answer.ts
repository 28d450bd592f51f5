/** Reads the answer of an address: which service it is, and whether this app can use it. Pure. */
import { agreeOnVersion, ServiceVersion, VersionRange } from '@lectern/protocol';
import * as z from 'zod/mini';
import type { ServiceReach } from './services.ts';

/**
 * The part that is needed to compare versions. Another version may have another form of the rest.
 */
const Greeting = z.object({ service: z.literal('lectern'), version: z.catch(z.string(), ''), protocol: VersionRange });

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly latencyMs: number;
}

export function readAnswer({ status, body, latencyMs }: Answer, spoken: VersionRange): ServiceReach {
  // A reverse proxy reports that its service does not run.
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
  const version = ServiceVersion.safeParse(json);
  if (!version.success) return { kind: 'unreachable', why: 'not-lectern' };
  const { presenting, signIn = null } = version.data;
  return { kind: 'reachable', version: version.data.version, latencyMs, presenting, signIn };
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // Not JSON: another web page.
  }
}
