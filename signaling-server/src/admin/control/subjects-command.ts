/**
 * `subjects`: the people who sign in with the identity provider, as far as the admin needs them.
 */
import { parseArgs } from 'node:util';
import { CommandError, type Command } from '../command.ts';
import { askService } from './ask-service.ts';
import { printTable } from './print-table.ts';

const help = `People who present by signing in (LECTERN_PRESENTING=oidc).

  subjects list              those who have signed in or presented since the service's start, and all that are revoked
  subjects revoke <person>   ends what the person has opened, and admits this person no more, even if the provider does
  subjects restore <person>  takes that back

A person is named by the subject or the name that \`list\` shows. One who is not in the list is named by the provider's own
\`sub\`: subjects revoke --sub 248289761001

Runs where the service runs, as its user, with its LECTERN_DATA_DIR. In a container: docker exec lectern lectern subjects list`;

export const subjectsCommand: Command = {
  summary: 'lists, revokes and restores people who sign in to present',
  help,
  async run([action, ...args], env, output) {
    if (action === 'list') {
      parseArgs({ args });
      const { subjects, total } = await askService(env, { command: 'list-subjects' });
      if (total === 0) {
        output.out('No one has signed in since the service started, and no one is revoked.');
        return 0;
      }
      const rows = subjects.map(({ subject, name, isRevoked, rooms }) => [
        subject,
        isRevoked ? 'revoked' : '',
        rooms,
        name,
      ]);
      printTable(output, ['subject', '', 'rooms', 'name'], rows);
      if (total > subjects.length) output.out(`… and ${String(total - subjects.length)} more.`);
      return 0;
    }
    if (action !== 'revoke' && action !== 'restore') throw new CommandError(`Say what to do.\n\n${help}`);
    const { positionals, values } = parseArgs({ args, allowPositionals: true, options: { sub: { type: 'boolean' } } });
    if (positionals.length === 0) throw new CommandError(`Name one person: subjects ${action} ada@example.edu`);
    const person = { person: positionals.join(' '), isSub: values.sub === true };
    if (action === 'revoke') {
      const { subject, rooms } = await askService(env, { command: 'revoke-subject', ...person });
      output.out(`The subject ${subject} may not present any more. Rooms ended: ${String(rooms)}.`);
    } else {
      const { subject } = await askService(env, { command: 'restore-subject', ...person });
      output.out(`The subject ${subject} may present again, as far as the provider and your rules let it.`);
    }
    return 0;
  },
};
