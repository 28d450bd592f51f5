/** Reports once, for the service's figures, how the page's first picture came. */
import type { LinkId, RequestParams, Route } from '@lectern/protocol';
import type { WatcherSession } from '../session/watcher-session.ts';

/** The first version of the protocol with `link:connected`. */
const SINCE_VERSION = 3;
const LONGEST_MS = 3_600_000;

interface ReportingSession {
  readonly protocol: number;
  readonly firstPicture: Pick<WatcherSession['firstPicture'], 'afterMs'>;
  request(name: 'link:connected', params: RequestParams<'link:connected'>): Promise<unknown>;
}

/** Returns the function to call with the link on screen and its route, again and again. */
export function reportFirstPicture(session: ReportingSession): (linkId: LinkId, route: Route) => void {
  let isReported = false;
  return (linkId, route) => {
    const { afterMs } = session.firstPicture;
    if (isReported || afterMs === undefined || session.protocol < SINCE_VERSION) return;
    isReported = true;
    const params = { linkId, afterMs: Math.min(Math.round(afterMs), LONGEST_MS), route };
    session.request('link:connected', params).catch(() => {
      // The client has logged it. The next reading tries again.
      isReported = false;
    });
  };
}
