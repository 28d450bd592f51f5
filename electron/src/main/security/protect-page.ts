/** Everything that limits what our pages can do, put in place before the first window opens. */
import { app, protocol, type Session } from 'electron';
import { APP_ORIGIN, APP_SCHEME, serveFolder } from './app-protocol.ts';
import { contentPolicy } from './content-policy.ts';
import { guardDownloads } from './downloads.ts';
import { guardNavigation, originOf } from './navigation.ts';
import { guardPermissions } from './permissions.ts';

interface PageOptions {
  readonly session: Session;
  readonly pageUrl: string;
  /** Folder of the built UI. */
  readonly uiFolder: string;
  /** The one service that the page may call. */
  readonly serviceOrigin: () => string;
  /** Whether the person has just chosen something to capture. */
  readonly mayCapture: () => boolean;
}

export function protectPage({ session, pageUrl, uiFolder, serviceOrigin, mayCapture }: PageOptions): void {
  protocol.handle(
    APP_SCHEME,
    serveFolder(uiFolder, () => contentPolicy(serviceOrigin())),
  );
  guardPermissions(session, originOf(pageUrl) ?? APP_ORIGIN, mayCapture);
  guardDownloads(session);
  app.on('web-contents-created', (_event, contents) => guardNavigation(contents, pageUrl));
}
