/** JSON lines on stdout. Never tokens, TURN credentials, SDP or candidates at any level; room ids only shortened. */
import { pino, type Logger } from 'pino';
import type { RoomId } from '@lectern/protocol';

export type Log = Logger;

export const openLog = (level: string): Log =>
  pino({
    level,
    base: null,
    redact: ['key', '*.key', 'token', '*.token', '*.credential', '*.sdp', 'sdp', '*.candidate'],
  });

/** Enough of a room's id to follow it through a log, too little to join it. */
export const shortRoom = (roomId: RoomId): string => `${roomId.slice(0, 5)}…`;
