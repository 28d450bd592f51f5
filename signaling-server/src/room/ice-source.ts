/** Where a room gets the ICE servers of its links from. */
import type { IceServer, LinkId, Role, RoomId } from '@lectern/protocol';

/** One end of one link. */
export interface LinkSide {
  readonly roomId: RoomId;
  readonly linkId: LinkId;
  readonly side: Role;
}

export interface IceSource {
  /**
   * The servers for a new round. Counted for the room and for its presenter; without TURN when they
   * have had enough credentials for now.
   */
  grant(end: LinkSide): IceServer[];
  /** The same servers with fresh credentials, for a link that is in use. Not counted. */
  renew(end: LinkSide): IceServer[];
  /** When links need fresh credentials, from the last ones; null where they are valid for good. */
  renewAfterMs(): number | null;
}
