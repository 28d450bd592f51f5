/** For admins: an enrolment link, which a presenter's app opens or is given by pasting. Makes a key where keys are kept in a file. */
import { randomBytes } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { ConfigError } from './config-error.ts';
import { readConfig, type Config } from './config.ts';

const KEY_BYTES = 24;

export const enrolHelp = `Prints an enrolment link for a presenter: lectern://connect?service=…&key=…&name=…

  --service <address>  where presenters reach the service (otherwise LECTERN_PUBLIC_URL)
  --name <text>        what their app calls the service, such as "Physics"
  --for <text>         whose key it is, as a note in the file of keys

LECTERN_PRESENTER_KEYS says who may present. A file: a new key is added to it and put in the link, and the running service takes
it up by itself. A list: one link for each key of it. Nothing: everybody may, and the link holds no key.`;

interface Wish {
  readonly service: string;
  readonly name: string;
  readonly owner: string;
}

const oneLine = (text: string | undefined): string => (text ?? '').replaceAll(/\s+/g, ' ').trim();

function readWish(args: readonly string[], config: Config): Wish {
  const { values } = parseArgs({
    args: [...args],
    options: { service: { type: 'string' }, name: { type: 'string' }, for: { type: 'string' } },
  });
  const address = values.service ?? config.publicUrl ?? '';
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol)) {
    throw new ConfigError([
      '--service: say where presenters reach the service, such as --service https://lectern.example',
    ]);
  }
  return { service: new URL(address).origin, name: oneLine(values.name).slice(0, 60), owner: oneLine(values.for) };
}

function linkTo({ service, name }: Wish, key: string | null): string {
  const said = new URLSearchParams({ service, ...(key === null ? {} : { key }), ...(name === '' ? {} : { name }) });
  // Spaces as %20: not every program that a link passes through knows the plus sign.
  return `lectern://connect?${said.toString().replaceAll('+', '%20')}`;
}

/** The links, one for each key. */
export function enrol(args: readonly string[], env: Readonly<Record<string, string | undefined>>): readonly string[] {
  const config = readConfig(env);
  const wish = readWish(args, config);
  const source = config.presenterKeys;
  if (source.kind === 'open') return [linkTo(wish, null)];
  if (source.kind === 'list') return source.keys.map((key) => linkTo(wish, key));
  const key = randomBytes(KEY_BYTES).toString('base64url');
  const date = new Date().toISOString().slice(0, 10);
  appendFileSync(source.path, `${key} ${[date, wish.owner].join(' ').trim()}\n`, { mode: 0o600 });
  return [linkTo(wish, key)];
}
