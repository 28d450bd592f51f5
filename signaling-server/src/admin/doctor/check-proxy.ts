/** The proxies in front, judged by what the service says of a request that has passed them. */
import { SERVICE_VERSION_PATH } from '@lectern/protocol';
import * as z from 'zod/mini';
import type { TokenKey } from '../../door/tokens.ts';
import { readForwardedAddress } from '../../door/forwarded-address.ts';
import { SeenRequest } from '../../page/seen-request.ts';
import { addressBelow, askService } from './ask-service.ts';
import { judgeOffset } from './check-service.ts';
import { DOCTOR_HEADER, doctorProof } from './doctor-proof.ts';
import { fault, ok, warning, type Finding } from './finding.ts';

const SUBJECT = 'proxy';
const SeenAnswer = z.object({ seen: SeenRequest });

/** An address for documentation (RFC 5737), which no client has. */
export const FORGED_ADDRESS = '198.51.100.77';

export async function checkProxy(publicUrl: URL, key: TokenKey | undefined): Promise<readonly Finding[]> {
  if (key === undefined) {
    const mend = 'run this command where the service runs, with its settings and its data folder';
    return [warning(SUBJECT, 'not checked: the service’s token key is not here', mend)];
  }
  const sentAt = Date.now();
  const plain = await askHowSeen(publicUrl, key, {});
  if (plain === undefined) {
    const mend =
      'run this command with the service’s settings and data folder, and restart the service after an upgrade';
    return [warning(SUBJECT, 'not checked: the service does not know this command’s key', mend)];
  }
  const clock = judgeOffset('clock', plain.now, sentAt, 'the service’s clock');
  const forged = await askHowSeen(publicUrl, key, { 'X-Forwarded-For': FORGED_ADDRESS });
  return [...judgeProxies(publicUrl, plain, forged ?? plain), ...(clock.verdict === 'ok' ? [] : [clock])];
}

async function askHowSeen(publicUrl: URL, key: TokenKey, headers: Readonly<Record<string, string>>) {
  const url = addressBelow(publicUrl, SERVICE_VERSION_PATH);
  const { body } = await askService(url, { ...headers, [DOCTOR_HEADER]: doctorProof(key, Date.now()) });
  try {
    return SeenAnswer.safeParse(JSON.parse(body)).data?.seen;
  } catch {
    return undefined;
  }
}

/**
 * `plain`: a request without any forwarding header. `forged`: one in which the client names an
 * address itself.
 */
export function judgeProxies(publicUrl: URL, plain: SeenRequest, forged: SeenRequest): readonly Finding[] {
  const addresses = judgeAddresses(publicUrl, plain, forged);
  const isHttps = publicUrl.protocol === 'https:';
  if (!isHttps || plain.secure || plain.trustedProxies === 0) return addresses;
  const says = 'the service sees requests for https as http';
  return [...addresses, warning(SUBJECT, says, 'let the proxy set X-Forwarded-Proto to https')];
}

function judgeAddresses(publicUrl: URL, plain: SeenRequest, forged: SeenRequest): readonly Finding[] {
  const { forwardedFor, trustedProxies: trusted } = plain;
  const added = forwardedFor.length;
  // The service ends no TLS itself, so behind https there is a proxy.
  const hasProxy = added > 0 || publicUrl.protocol === 'https:';
  const unreadable = forwardedFor.find((entry) => readForwardedAddress(entry) === undefined);
  if (unreadable !== undefined) {
    const says = `the proxy names “${unreadable}”, which is not an address`;
    return [fault(SUBJECT, says, 'let it name the client’s address')];
  }
  if (forged.client === FORGED_ADDRESS) {
    const says = 'clients can name any address as theirs, and so escape the limits';
    const mend =
      hasProxy && trusted <= Math.max(added, 1)
        ? 'let the proxy add the client’s address to X-Forwarded-For, instead of passing it on unchanged'
        : `set LECTERN_TRUSTED_PROXIES=${String(added)}, as many as there are`;
    return [fault(SUBJECT, says, mend)];
  }
  if (hasProxy && added === 0) {
    const mend = 'let the proxy set X-Forwarded-For; docs/admin.md has the lines for yours';
    return [fault(SUBJECT, 'the proxy names no client, so all clients share the limits of one address', mend)];
  }
  if (trusted === 0 && added > 0) {
    const says = 'the service does not trust the proxy, so all clients share the limits of one address';
    return [fault(SUBJECT, says, `set LECTERN_TRUSTED_PROXIES=${String(added)}`)];
  }
  if (trusted < added) {
    const mend = `set LECTERN_TRUSTED_PROXIES=${String(added)}, if all of them are yours`;
    const says = `${String(added)} proxies add an address and ${String(trusted)} are trusted, so a proxy counts as the client`;
    return [fault(SUBJECT, says, mend)];
  }
  const through =
    added === 0 ? 'without a proxy' : `through ${String(added)} trusted ${added === 1 ? 'proxy' : 'proxies'}`;
  return [ok(SUBJECT, `the service sees this machine as ${plain.client}, ${through}`)];
}
