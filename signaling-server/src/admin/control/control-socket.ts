/**
 * The socket by which commands reach the running service: a file in the data folder that only the
 * service's own user can open. One request and one answer for each connection.
 */
import { randomBytes } from 'node:crypto';
import { mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { CONTROL_CONNECTIONS, CONTROL_TIMEOUT_MS } from '../../policy.ts';
import { CommandError } from '../command.ts';
import { ConfigError } from '../config-error.ts';
import { ControlRequest, MAX_REQUEST_BYTES, SOCKET_FILE } from './control-messages.ts';

/** Rejects with `CommandError` or `ConfigError`, whose message the admin reads. */
export type Perform = (request: ControlRequest) => Promise<unknown>;

export interface ControlSocket {
  close(): void;
}

/** Logs a warning where there can be no socket: the service works without it. */
export async function openControlSocket(dataDir: string, perform: Perform, log: Logger): Promise<ControlSocket> {
  const server = createServer({ allowHalfOpen: true }, (socket) => serve(socket, perform, log));
  server.maxConnections = CONTROL_CONNECTIONS;
  const path = join(dataDir, SOCKET_FILE);
  try {
    if (process.platform === 'win32') throw new Error('only on Linux and macOS');
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    await listen(server, path);
    const { ino } = statSync(path);
    return {
      close: () => {
        server.close();
        // Another service may have taken its place, such as the next one in an upgrade.
        if (statSync(path, { throwIfNoEntry: false })?.ino === ino) rmSync(path, { force: true });
      },
    };
  } catch (error) {
    server.close();
    log.warn({ reason: error instanceof Error ? error.message : String(error) }, 'no admin commands: no socket');
    return { close: () => undefined };
  }
}

/**
 * Takes the place of a socket that a killed service has left behind, or that another one still has.
 * It appears under its name only when it is ready.
 */
async function listen(server: Server, path: string): Promise<void> {
  const draft = `${path}.${randomBytes(3).toString('hex')}`;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    // The file has its mode from the moment at which it exists. `listen` creates it at once.
    const before = process.umask(0o177);
    try {
      server.listen(draft, () => {
        server.off('error', reject);
        server.on('error', () => undefined);
        resolve();
      });
    } finally {
      process.umask(before);
    }
  });
  renameSync(draft, path);
}

function serve(socket: Socket, perform: Perform, log: Logger): void {
  let received = '';
  let isAnswered = false;
  socket.setEncoding('utf8');
  socket.setTimeout(CONTROL_TIMEOUT_MS, () => socket.destroy());
  socket.on('error', (error) => log.debug({ err: error }, 'admin command not answered'));
  socket.on('data', (chunk: string) => {
    received += chunk;
    if (isAnswered) return;
    if (received.length > MAX_REQUEST_BYTES) return void socket.destroy();
    if (!received.includes('\n')) return;
    isAnswered = true;
    void answerTo(received, perform, log).then((answer) => socket.end(`${JSON.stringify(answer)}\n`));
  });
  socket.on('end', () => socket.end());
}

async function answerTo(line: string, perform: Perform, log: Logger): Promise<unknown> {
  try {
    const request = ControlRequest.safeParse(JSON.parse(line));
    if (!request.success)
      throw new CommandError('The running service does not know this command: are they two versions?');
    return { ok: true, result: await perform(request.data) };
  } catch (error) {
    if (error instanceof CommandError) return { ok: false, problem: error.message };
    if (error instanceof ConfigError) return { ok: false, problem: error.problems.join('\n') };
    if (error instanceof SyntaxError) return { ok: false, problem: 'Not a line of JSON.' };
    log.error({ err: error }, 'admin command failed');
    return { ok: false, problem: 'The service failed to do it; its log has the reason.' };
  }
}
