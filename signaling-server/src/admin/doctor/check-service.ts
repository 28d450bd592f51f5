/** The service behind the public URL: does it answer, and is it this one? */
import { SERVICE_VERSION_PATH, ServiceVersion } from '@lectern/protocol';
import packageJson from '../../../../package.json' with { type: 'json' };
import { addressBelow, askService, type Answer } from './ask-service.ts';
import { unreachable } from './check-tls.ts';
import { hostOf } from './check-name.ts';
import { fault, ok, reasonOf, warning, type Finding } from './finding.ts';

const SUBJECT = 'service';
const GATEWAY_ERRORS: ReadonlySet<number> = new Set([502, 503, 504]);
/** HTTP dates have whole seconds, and the answer takes its time. */
const CLOCK_TOLERANCE_MS = 5_000;

interface Answered {
  readonly findings: readonly Finding[];
  /** Without it, checks of what is behind the answer make no sense. */
  readonly isLectern: boolean;
}

export async function checkService(publicUrl: URL): Promise<Answered> {
  const url = addressBelow(publicUrl, SERVICE_VERSION_PATH);
  try {
    const sentAt = Date.now();
    const answer = await askService(url);
    const version = readVersion(answer);
    if (version === undefined) return { findings: [notLectern(answer, url)], isLectern: false };
    return { findings: [judgeVersion(version), ...judgeClock(answer, sentAt)], isLectern: true };
  } catch (error) {
    const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
    return { findings: [unreachable(SUBJECT, hostOf(url), port, reasonOf(error))], isLectern: false };
  }
}

export async function checkPage(publicUrl: URL): Promise<Finding> {
  const { status, headers } = await askService(addressBelow(publicUrl, '/'));
  if (status === 200 && headers['content-type']?.startsWith('text/html') === true)
    return ok('page', 'the watcher page is there');
  return fault('page', `the watcher page is missing (status ${String(status)})`, 'build it, or check LECTERN_PAGE_DIR');
}

function readVersion({ status, body }: Answer): ServiceVersion | undefined {
  if (status !== 200) return undefined;
  try {
    const parsed = ServiceVersion.safeParse(JSON.parse(body));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

function judgeVersion({ version, protocol }: ServiceVersion): Finding {
  const says = `Lectern ${version} answers, protocol ${String(protocol.oldest)} to ${String(protocol.newest)}`;
  if (version === packageJson.version) return ok(SUBJECT, says);
  return warning(
    SUBJECT,
    `${says}, but this command is ${packageJson.version}`,
    'restart the service after an upgrade',
  );
}

function notLectern({ status, headers }: Answer, url: URL): Finding {
  if (GATEWAY_ERRORS.has(status)) {
    const says = `the proxy answers ${String(status)}: it does not reach the service`;
    return fault(SUBJECT, says, 'start the service, and check the address and port to which the proxy passes requests');
  }
  if (headers.location !== undefined) {
    const mend = 'set LECTERN_PUBLIC_URL to the address where that ends, or serve it here without the redirection';
    return fault(SUBJECT, `${url.href} leads to ${headers.location}`, mend);
  }
  const mend = 'let the proxy pass this host, and the path of LECTERN_PUBLIC_URL, to the service';
  return fault(SUBJECT, `something else answers at ${url.href} (status ${String(status)})`, mend);
}

/** The proxy's clock or the service's, whichever wrote the date. */
function judgeClock({ headers }: Answer, sentAt: number): readonly Finding[] {
  const dated = Date.parse(headers.date ?? '');
  if (Number.isNaN(dated)) return [];
  return [judgeOffset('clock', dated, sentAt, 'the answer’s date')];
}

/** Compares a clock elsewhere with this machine's. `sentAt`: when it was asked. */
export function judgeOffset(subject: string, there: number, sentAt: number, whose: string): Finding {
  const early = sentAt - there;
  const late = there - Date.now();
  const apartMs = Math.max(early, late, 0);
  if (apartMs <= CLOCK_TOLERANCE_MS) return ok(subject, `${whose} and this machine’s clock agree`);
  const says = `${whose} and this machine’s clock are ${String(Math.round(apartMs / 1000))} s apart`;
  return fault(subject, says, 'let NTP set the clocks of all machines; TURN credentials depend on them');
}
