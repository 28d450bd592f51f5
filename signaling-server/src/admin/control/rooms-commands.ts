/** `rooms` lists the rooms of the running service, `end` ends one. */
import { parseArgs } from 'node:util';
import { CommandError, type Command, type Output } from '../command.ts';
import { askService } from './ask-service.ts';
import type { ControlResult } from './control-messages.ts';
import { printTable } from './print-table.ts';

const where =
  'Runs where the service runs, as its user, with its LECTERN_DATA_DIR. In a container: docker exec lectern lectern rooms';

export const roomsCommand: Command = {
  summary: 'lists the rooms of the running service, and of all its instances',
  help: `The rooms that the running service holds: the beginning of the id, the phase (with \`stream\` where it is that of
another program), the watchers, as whom the presenter was admitted, and the title. With Redis, the rooms of all instances, and which of them runs each. An instance that does not answer is named.

${where}`,
  async run(args, env, output) {
    parseArgs({ args: [...args] });
    const { rooms, total, silent } = await askService(env, { command: 'list-rooms' });
    if (total === 0) output.out('There are no rooms now.');
    else printRooms(output, rooms);
    if (total > rooms.length) output.out(`… and ${String(total - rooms.length)} more.`);
    for (const { instance, rooms: missing } of silent) {
      output.out(`Instance ${instance} does not answer. It has said that it runs ${String(missing)} rooms.`);
    }
    return 0;
  },
};

function printRooms(output: Output, rooms: ControlResult<'list-rooms'>['rooms']): void {
  const hasInstances = rooms.some(({ instance }) => instance !== undefined);
  const rows = rooms.map(({ room, phase, isStreamed, watchers, presenter, title, instance = '' }) => [
    room,
    isStreamed ? `${phase} (stream)` : phase,
    watchers,
    ...(hasInstances ? [instance] : []),
    presenter ?? '',
    title,
  ]);
  const columns = ['room', 'phase', 'watchers', ...(hasInstances ? ['instance'] : []), 'presenter', 'title'];
  printTable(output, columns, rows);
}

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
