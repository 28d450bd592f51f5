/** A TURN service as this service knows it: one interface, three kinds. */
import type { IceServer } from '@lectern/protocol';
import type { LinkSide } from '../room/ice-source.ts';

export interface TurnServers {
  /** Empty while it has no valid credentials. */
  forEnd(end: LinkSide): IceServer[];
  /** Null where credentials are valid for good. */
  renewAfterMs(): number | null;
  close(): void;
}
