/** Serves the page presenter to a test. */
import { servePage, type ServedPage } from '../serve-page.ts';

export type ServedPresenter = ServedPage;

export const servePagePresenter = (): Promise<ServedPresenter> => servePage(import.meta.dirname);
