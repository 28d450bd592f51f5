/**
 * The log of the app: a rotating file in the app's log folder, and the same lines on the terminal
 * for a developer.
 */
import { app } from 'electron';
import electronLog from 'electron-log/node.js';
import { join } from 'node:path';
import { LOG_FILE_BYTES } from '../policy.ts';
import type { Logger } from './logger.ts';
import { redact } from './redact.ts';

/** Where the log files are. */
export const logFolder = (): string => app.getPath('logs');

const { file, console: terminal } = electronLog.transports;
file.setAppName('Lectern');
file.resolvePathFn = () => join(logFolder(), 'lectern.log');
// One older file is kept beside it.
file.maxSize = LOG_FILE_BYTES;
file.level = 'debug';
terminal.level = 'info';
terminal.format = 'lectern{scope}: {text}';
electronLog.hooks.push((message) => ({ ...message, data: message.data.map((part: unknown) => redact(String(part))) }));

/** `scope` names the part of the app, for example `recording`. */
export const loggerFor = (scope: string): Logger => electronLog.scope(scope);
