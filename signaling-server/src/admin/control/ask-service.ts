/** The command's end of the socket: asks the running service. */
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { CONTROL_TIMEOUT_MS } from '../../policy.ts';
import { CommandError, type Environment } from '../command.ts';
import {
  ControlAnswer,
  controlResults,
  MAX_ANSWER_BYTES,
  SOCKET_FILE,
  type ControlRequest,
  type ControlResult,
} from './control-messages.ts';

type RequestOf<C extends ControlRequest['command']> = Extract<ControlRequest, { command: C }>;

/** Throws `CommandError` when no service runs with this data folder, and when it refuses. */
export async function askService<C extends ControlRequest['command']>(
  env: Environment,
  request: RequestOf<C> & { readonly command: C },
): Promise<ControlResult<C>> {
  const path = join(env['LECTERN_DATA_DIR'] || '.data', SOCKET_FILE);
  const answer = ControlAnswer.safeParse(JSON.parse(await exchange(path, JSON.stringify(request))));
  if (!answer.success) throw new CommandError('The service gave an answer that this command does not understand.');
  if (!answer.data.ok) throw new CommandError(answer.data.problem);
  const result = controlResults[request.command].safeParse(answer.data.result);
  if (!result.success) throw new CommandError('The service gave a result that this command does not understand.');
  // The table pairs the schema with the command; TypeScript cannot follow that through a generic
  // name.
  return result.data as ControlResult<C>;
}

function exchange(path: string, line: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let received = '';
    const socket = createConnection(path, () => socket.write(`${line}\n`));
    socket.setEncoding('utf8');
    socket.setTimeout(CONTROL_TIMEOUT_MS, () => socket.destroy(new Error('no answer in time')));
    socket.on('data', (chunk: string) => {
      received += chunk;
      if (received.length > MAX_ANSWER_BYTES) socket.destroy(new Error('the answer is too long'));
    });
    socket.on('error', (error) =>
      reject(
        new CommandError(
          `The service cannot be reached at ${path} (${error.message}). The command needs its data folder ` +
            '(LECTERN_DATA_DIR) and its user: in a container, run it with `docker exec`.',
        ),
      ),
    );
    socket.on('end', () =>
      received.endsWith('\n') ? resolve(received) : reject(new CommandError('The service gave no answer.')),
    );
  });
}
