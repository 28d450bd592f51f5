/** The app's updates, put together: what the bridge answers, and what the rest of the main process tells them. */
import { app } from 'electron';
import type { LiveStatus } from '@lectern/bridge';
import type { DesktopHandlers } from '../serve-desktop.ts';
import { airOf } from './update-state.ts';
import { canUpdate, openUpdateSource } from './update-source.ts';
import { Updates } from './updates.ts';

interface Surroundings {
  readonly tell: (version: string) => void;
  readonly log: (message: string) => void;
}

export interface ServedUpdates {
  readonly handlers: Pick<DesktopHandlers, 'readyUpdate' | 'installUpdate'>;
  /** To be told after each change. */
  readonly follow: (status: LiveStatus) => void;
}

export function serveUpdates({ tell, log }: Surroundings): ServedUpdates {
  const { platform, env, resourcesPath: resourcesFolder } = process;
  const isRenewable = canUpdate({ isPackaged: app.isPackaged, platform, env, resourcesFolder });
  const updates = new Updates({ source: isRenewable ? openUpdateSource(log) : undefined, tell, log });
  app.once('will-quit', updates.begin());
  return {
    handlers: { readyUpdate: () => updates.readyVersion, installUpdate: () => updates.install() },
    follow: ({ report }) => updates.setAir(airOf(report)),
  };
}
