/** `keys`: lists, adds and takes back presenter keys of the running service. */
import { parseArgs } from 'node:util';
import { CommandError, type Command, type Environment, type Output } from '../command.ts';
import { enrolmentLink, readEnrolment } from '../enrolment.ts';
import { quotaNames } from '../key-lines.ts';
import { askService } from './ask-service.ts';
import type { ListedKey } from './control-messages.ts';
import { printTable } from './print-table.ts';

const help = `Presenter keys of the running service.

  keys list             names them, with their rooms and watchers now
  keys add <name>       makes a key, and prints the link by which its owner's app adds the service
    --service <address>   where presenters reach the service (otherwise LECTERN_PUBLIC_URL)
    --label <text>        what their app calls the service, such as "Physics"
    --rooms <number>      rooms that it may hold at once
    --watchers <number>   watchers in all of its rooms together
    --turn <number>       TURN credentials in a minute, for all of its rooms together
  keys revoke <name>    takes a key back, by its name or its id: its rooms end at once

Runs where the service runs, as its user, with its LECTERN_DATA_DIR. In a container: docker exec lectern lectern keys list`;

export const keysCommand: Command = {
  summary: 'lists, adds and revokes presenter keys of the running service',
  help,
  async run([action, ...args], env, output) {
    if (action === 'list') await list(args, env, output);
    else if (action === 'add') await add(args, env, output);
    else if (action === 'revoke') await revoke(args, env, output);
    else throw new CommandError(`Say what to do.\n\n${help}`);
    return 0;
  },
};

async function list(args: readonly string[], env: Environment, output: Output): Promise<void> {
  parseArgs({ args: [...args] });
  const { keys, total } = await askService(env, { command: 'list-keys' });
  if (total === 0) return output.out('There is no presenter key yet. `keys add <name>` makes one.');
  const rows = keys.map((key) => [key.name, key.id, key.since ?? '', limitsOf(key), key.rooms, key.watchers]);
  printTable(output, ['name', 'id', 'since', 'limits', 'rooms', 'watchers'], rows);
  if (total > keys.length) output.out(`… and ${String(total - keys.length)} more.`);
}

const limitsOf = ({ quota }: ListedKey): string =>
  quotaNames.flatMap((name) => (quota[name] === undefined ? [] : `${name}=${String(quota[name])}`)).join(' ');

async function add(args: readonly string[], env: Environment, output: Output): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      service: { type: 'string' },
      label: { type: 'string' },
      rooms: { type: 'string' },
      watchers: { type: 'string' },
      turn: { type: 'string' },
    },
  });
  const { service, label = '', ...limits } = values;
  const name = positionals.join(' ').trim();
  if (name === '') throw new CommandError('Name the owner of the key: keys add "Ada Lovelace"');
  const quota = Object.fromEntries(
    Object.entries(limits).map(([limit, value]) => {
      if (!/^\d{1,7}$/.test(value)) throw new CommandError(`--${limit}: a number is needed`);
      return [limit, Number(value)];
    }),
  );
  const known = service ?? env['LECTERN_PUBLIC_URL'];
  // Checked before there is a key that no one has seen.
  const enrolment = readEnrolment({ label, ...(known === undefined ? {} : { service: known }) }, null);
  const { key } = await askService(env, { command: 'add-key', name, quota });
  output.out(enrolmentLink(enrolment, key));
}

async function revoke(args: readonly string[], env: Environment, output: Output): Promise<void> {
  const { positionals } = parseArgs({ args: [...args], allowPositionals: true });
  const named = positionals.join(' ').trim();
  if (named === '') throw new CommandError('Name the key: keys revoke "Ada Lovelace"');
  const { name, rooms } = await askService(env, { command: 'revoke-key', key: named });
  output.out(`The key of “${name}” is revoked. Rooms that ended: ${String(rooms)}.`);
}
