/** Whether the balancer in front of several instances brings each room's clients to one of them. */
import type { Config } from '../config.ts';
import { randomHint } from '../../room/ids.ts';
import { addressFor, instanceIn } from '../balancer/ask-balancer.ts';
import { askService } from './ask-service.ts';
import { fault, ok, warning, type Finding } from './finding.ts';

const SUBJECT = 'balancer';
/** With two instances, all of them lead to the same one once in 128 times. */
const HINTS = 8;
/**
 * A round-robin balancer over two instances gives one hint the same instance this often in one of
 * four cases, but not all hints.
 */
const TIMES = 3;

/** Nothing where one instance runs alone. Rejects without an answer. */
export async function checkBalancer(
  publicUrl: string,
  { balancerUrl }: Pick<Config, 'balancerUrl'>,
): Promise<readonly Finding[]> {
  const url = balancerUrl ?? publicUrl;
  const answers: ReadonlySet<string>[] = [];
  for (let hint = 0; hint < HINTS; hint += 1) answers.push(await whoAnswers(url, randomHint()));
  const all = new Set(answers.flatMap((each) => [...each]));
  if (balancerUrl === null && all.size === 1) return [];
  if (balancerUrl === null) {
    const mend = 'set LECTERN_BALANCER_URL on all of them (docs/reverse-proxies.md), or run one';
    return [fault(SUBJECT, `${String(all.size)} instances answer, and they do not know of each other`, mend)];
  }
  if (answers.some((each) => each.size > 1)) {
    const mend = 'let it hash on the parameter a of the address; build/balancers has the files';
    return [fault(SUBJECT, 'it sends the clients of one room to several instances', mend)];
  }
  if (all.size === 1) {
    return [warning(SUBJECT, 'only one instance answers', 'start the others, and check the balancer’s list of them')];
  }
  return [ok(SUBJECT, `${String(all.size)} instances answer, each room at one of them`)];
}

async function whoAnswers(url: string, hint: string): Promise<ReadonlySet<string>> {
  const names = new Set<string>();
  for (let time = 0; time < TIMES; time += 1) {
    const { body } = await askService(new URL(addressFor(url, hint)));
    names.add(instanceIn(JSON.parse(body)));
  }
  return names;
}
