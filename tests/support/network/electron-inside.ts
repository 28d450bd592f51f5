/**
 * Electron inside a namespace, as a program: `electron-inside.ts NAMESPACE ELECTRON ARGUMENTS…`.
 * Playwright drives Electron over two ports of the loopback, which is another one inside: they are
 * carried to this machine, and the lines that name them are changed. Electron ends with this
 * program.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';

const [namespace = '', electron = '', ...args] = process.argv.slice(2);
const inside = ['netns', 'exec', namespace];
const carry =
  "const s = require('net').connect(Number(process.argv[1]), '127.0.0.1'); process.stdin.pipe(s).pipe(process.stdout)";

/** Gives the port on this machine. */
async function carryPort(port: string): Promise<string> {
  const server = createServer((socket) => {
    const other = spawn('ip', [...inside, process.execPath, '-e', carry, port], { stdio: ['pipe', 'pipe', 'inherit'] });
    socket.pipe(other.stdin);
    other.stdout.pipe(socket);
    for (const end of [socket, other.stdin, other.stdout]) end.on('error', () => socket.destroy());
    socket.once('close', () => other.kill());
    other.once('exit', () => socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string') throw new Error('it listens at no port');
  return String(address.port);
}

const child = spawn('setpriv', ['--pdeathsig', 'KILL', 'ip', ...inside, electron, ...args], {
  stdio: ['inherit', 'inherit', 'pipe'],
});
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
child.once('exit', (code) => process.exit(code ?? 1));

for await (const line of createInterface({ input: child.stderr })) {
  const [, port] = /listening on ws:\/\/127\.0\.0\.1:(\d+)\//.exec(line) ?? [];
  const shown = port === undefined ? line : line.replace(`:${port}/`, `:${await carryPort(port)}/`);
  process.stderr.write(`${shown}\n`);
}
