/**
 * JSON lines on stdout. Never tokens, keys, credentials, SDP or candidates at any level; room ids
 * only shortened.
 */
import { pino, type Logger } from 'pino';

export const openLog = (level: string): Logger =>
  pino({
    level,
    base: null,
    redact: ['key', '*.key', 'token', '*.token', '*.credential', '*.sdp', 'sdp', '*.candidate'],
  });
