/**
 * `enrol`: makes the link by which a presenter's app adds this service. Creates a key if keys are
 * kept in a file.
 */
import { parseArgs } from 'node:util';
import type { Command, Environment } from './command.ts';
import { readConfig } from './config.ts';
import { enrolmentLink, oneLine, readEnrolment } from './enrolment.ts';
import { addKey, createKeyFile } from './key-file.ts';

const help = `Prints an enrolment link for a presenter: lectern://connect?service=…&key=…&name=…

  --service <address>  where presenters reach the service (otherwise LECTERN_PUBLIC_URL)
  --name <text>        what their app calls the service, such as "Physics"
  --for <text>         whose key it is: its name in the key file and in the log

Where presenter keys are in a file, a new key is added to it and put in the link; the running service reads it by
itself. Where they are a list in LECTERN_PRESENTER_KEYS, one link for each of them is printed. Where everybody may
present, the link has no key.`;

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
  const { values } = parseArgs({
    args: [...args],
    options: { service: { type: 'string' }, name: { type: 'string' }, for: { type: 'string' } },
  });
  const { service, name: label } = values;
  const enrolment = readEnrolment(
    { ...(service === undefined ? {} : { service }), ...(label === undefined ? {} : { label }) },
    config.publicUrl,
  );
  if (config.presenting.kind !== 'keys') return [enrolmentLink(enrolment, null)];
  const { source } = config.presenting;
  if (source.kind === 'list') return source.keys.map((key) => enrolmentLink(enrolment, key));
  if (source.isOwn) createKeyFile(source.path);
  const [secret] = addKey(source.path, { name: oneLine(values.for) });
  return [enrolmentLink(enrolment, secret)];
}
