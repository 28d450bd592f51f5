/** The page saves nothing by itself: a download would put up a dialog, or a file, that nobody asked for. Recordings go through the bridge. */
import type { Session } from 'electron';

export function guardDownloads(session: Session): void {
  session.on('will-download', (event) => event.preventDefault());
}
