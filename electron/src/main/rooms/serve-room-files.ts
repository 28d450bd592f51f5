/** A room's file for the page: the system's dialogs, and reading and writing it. */
import { app, dialog, type BrowserWindow } from 'electron';
import { statSync } from 'node:fs';
import { basename, join } from 'node:path';
import * as z from 'zod/mini';
import { roomFileName } from '@lectern/bridge';
import type { FeatureFor } from '../bridge/feature.ts';
import { ShowableError } from '../bridge/showable-error.ts';
import { readJson, whyUnreadable, writeJson } from '../files/json-file.ts';
import type { Logger } from '../log/logger.ts';
import { roomWords } from '../words.ts';
import type { RoomFile } from './room-file.ts';
import type { Rooms } from './rooms.ts';

interface RoomFilesOptions {
  readonly window: BrowserWindow;
  readonly rooms: Rooms;
  readonly log: Logger;
}

/** A room's file has less than one kilobyte. */
const MAX_FILE_BYTES = 64_000;

const filters = [{ name: roomWords.fileType, extensions: ['lectern-room'] }];

export function serveRoomFiles({ window, rooms, log }: RoomFilesOptions): FeatureFor<'exportRoom' | 'importRoom'> {
  const write = (path: string, file: RoomFile): void => {
    try {
      writeJson(path, file);
    } catch (error) {
      log.warn(`a room's file could not be written: ${whyUnreadable(error)}`);
      throw new ShowableError(roomWords.fileNotWritten);
    }
  };
  const read = (path: string): unknown => {
    try {
      if (statSync(path).size > MAX_FILE_BYTES) throw new Error('it is too large');
      return readJson(path, z.unknown());
    } catch (error) {
      log.warn(`a room's file could not be read: ${whyUnreadable(error)}`);
      throw new ShowableError(roomWords.notARoomFile);
    }
  };
  return {
    handlers: {
      exportRoom: async (roomId, passphrase) => {
        const { file, title } = await rooms.seal(roomId, passphrase);
        const { filePath } = await dialog.showSaveDialog(window, {
          title: roomWords.exportTitle,
          defaultPath: join(app.getPath('documents'), roomFileName(title)),
          filters,
        });
        // Undefined or empty where it was cancelled.
        if (!filePath) return null;
        write(filePath, file);
        log.info('exported a room');
        return basename(filePath);
      },
      importRoom: async (passphrase) => {
        const { filePaths } = await dialog.showOpenDialog(window, {
          title: roomWords.importTitle,
          filters,
          properties: ['openFile'],
        });
        const [path] = filePaths;
        return path === undefined ? null : await rooms.addFrom(read(path), passphrase);
      },
    },
  };
}
