/** The app's log: a rotating file, and from level `info` the same lines on the terminal. */
import electronLog from 'electron-log/node.js';
import { join } from 'node:path';
import { LOG_FILE_BYTES } from '../policy.ts';
import type { Logger } from './logger.ts';
import { redact } from './redact.ts';

const { file, console: terminal } = electronLog.transports;
file.level = false;
terminal.level = 'info';
terminal.format = 'lectern{scope}: {text}';
electronLog.scope.labelPadding = false;
electronLog.hooks.push((message) => ({
  ...message,
  data: message.data.map((part: unknown) => redact(String(part))),
}));

// The terminal that started the app may be gone. A line that it cannot show must not end a
// broadcast.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

/** From now on the lines are also written to `lectern.log` in this folder. */
export function openLogFile(folder: string): void {
  file.setAppName('Lectern');
  file.resolvePathFn = () => join(folder, 'lectern.log');
  // A full file is renamed to `lectern.old.log`, in place of the one before.
  file.maxSize = LOG_FILE_BYTES;
  file.writeOptions = { flag: 'a', mode: 0o600, encoding: 'utf8' };
  file.level = 'debug';
}

/** `scope` names the part of the app, for example `recording`. */
export const loggerFor = (scope: string): Logger => electronLog.scope(scope);
