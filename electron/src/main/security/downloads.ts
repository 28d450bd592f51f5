/**
 * Prevents every download: the page saves files only through the bridge, where the person has asked
 * for it.
 */
import type { Session } from 'electron';

export function guardDownloads(session: Session): void {
  session.on('will-download', (event) => event.preventDefault());
}
