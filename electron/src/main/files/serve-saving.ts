/** Tells the page what cannot be saved, and tries a last time when the app ends. */
import { app, type BrowserWindow } from 'electron';
import type { FeatureFor } from '../bridge/feature.ts';
import { send } from '../bridge/serve-desktop.ts';
import type { Saving } from './saving.ts';

/** Call it after every feature that saves something when the app ends. */
export function serveSaving(window: BrowserWindow, saving: Saving): FeatureFor<'readSaveProblem'> {
  saving.problem.subscribe(() => send(window, 'saveProblemChanged', saving.problem.get()));
  app.on('will-quit', () => saving.close());
  return { handlers: { readSaveProblem: () => saving.problem.get() } };
}
