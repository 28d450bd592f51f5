/** `rooms` lists the rooms of the running service, `end` ends one. */
import { parseArgs } from 'node:util';
import { CommandError, type Command } from '../command.ts';
import { askService } from './ask-service.ts';
import { printTable } from './print-table.ts';

const where =
  'Runs where the service runs, as its user, with its LECTERN_DATA_DIR. In a container: docker exec lectern lectern rooms';

export const roomsCommand: Command = {
  summary: 'lists the rooms of the running service',
  help: `The rooms that the running service holds: the beginning of the id, the phase, the watchers, as whom the presenter
was admitted, and the title.

${where}`,
  async run(args, env, output) {
    parseArgs({ args: [...args] });
    const { rooms, total } = await askService(env, { command: 'list-rooms' });
    if (total === 0) {
      output.out('There are no rooms now.');
      return 0;
    }
    const rows = rooms.map(({ room, phase, watchers, presenter, title }) => [
      room,
      phase,
      watchers,
      presenter ?? '',
      title,
    ]);
    printTable(output, ['room', 'phase', 'watchers', 'presenter', 'title'], rows);
    if (total > rooms.length) output.out(`… and ${String(total - rooms.length)} more.`);
    return 0;
  },
};

export const endCommand: Command = {
  summary: 'ends a room of the running service',
  help: `end <room>   ends the room for its presenter and its watchers, whose pages say that the service has ended it

The room is named by the beginning of its id, as \`rooms\` shows it, or by its watch link. Its presenter may go live again by hand; to
prevent that, take the key back (\`keys revoke\`).

${where}`,
  async run(args, env, { out }) {
    const { positionals } = parseArgs({ args: [...args], allowPositionals: true });
    const [named] = positionals;
    if (named === undefined || positionals.length > 1) throw new CommandError('Name one room: end abcde');
    const { room, watchers } = await askService(env, { command: 'end-room', room: named });
    out(`The room ${room} has ended. Watchers: ${String(watchers)}.`);
    return 0;
  },
};
