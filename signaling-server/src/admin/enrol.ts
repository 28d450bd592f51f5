/**
 * `enrol`: makes the link by which a presenter's app adds this service. Creates a key if keys are
 * kept in a file.
 */
import { randomBytes } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Command, Environment } from './command.ts';
import { ConfigError } from './config-error.ts';
import { readConfig, type Config } from './config.ts';

const KEY_BYTES = 24;

const help = `Prints an enrolment link for a presenter: lectern://connect?service=…&key=…&name=…

  --service <address>  where presenters reach the service (otherwise LECTERN_PUBLIC_URL)
  --name <text>        what their app calls the service, such as "Physics"
  --for <text>         whose key it is, noted beside it in the key file

LECTERN_PRESENTER_KEYS decides who may present. With a file, a new key is added to it and put in the link; the running service
reads it by itself. With a list, one link for each of its keys is printed. Without it everybody may present, and the link has no key.`;

interface Enrolment {
  readonly service: string;
  readonly name: string;
  readonly owner: string;
}

const oneLine = (text: string | undefined): string => (text ?? '').replaceAll(/\s+/g, ' ').trim();

function readArguments(args: readonly string[], config: Config): Enrolment {
  const { values } = parseArgs({
    args: [...args],
    options: { service: { type: 'string' }, name: { type: 'string' }, for: { type: 'string' } },
  });
  const address = values.service ?? config.publicUrl ?? '';
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol)) {
    throw new ConfigError([
      '--service: name the address where presenters reach the service, such as --service https://lectern.example',
    ]);
  }
  return { service: new URL(address).origin, name: oneLine(values.name).slice(0, 60), owner: oneLine(values.for) };
}

function linkTo({ service, name }: Enrolment, key: string | null): string {
  const parameters = new URLSearchParams({
    service,
    ...(key === null ? {} : { key }),
    ...(name === '' ? {} : { name }),
  });
  // Spaces as %20: some programs that pass links on do not decode the plus sign.
  return `lectern://connect?${parameters.toString().replaceAll('+', '%20')}`;
}

export const enrolCommand: Command = {
  summary: 'prints the link by which a presenter’s app adds this service',
  help,
  run(args, env, { out }) {
    for (const link of enrol(args, env)) out(link);
    return 0;
  },
};

/**
 * Returns the links, one for each key. Throws `ConfigError` or `TypeError` on wrong settings or
 * arguments.
 */
export function enrol(args: readonly string[], env: Environment): readonly string[] {
  const config = readConfig(env);
  const enrolment = readArguments(args, config);
  const source = config.presenterKeys;
  if (source.kind === 'open') return [linkTo(enrolment, null)];
  if (source.kind === 'list') return source.keys.map((key) => linkTo(enrolment, key));
  const key = randomBytes(KEY_BYTES).toString('base64url');
  const date = new Date().toISOString().slice(0, 10);
  appendFileSync(source.path, `${key} ${[date, enrolment.owner].join(' ').trim()}\n`, { mode: 0o600 });
  return [linkTo(enrolment, key)];
}
