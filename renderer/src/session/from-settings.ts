/** What the settings say, as the room and the broadcast take it. */
import type { RoomAbout, RoomId } from '@lectern/protocol';
import type { DesktopApi, Settings } from '@lectern/bridge';
import type { MediaQuality } from '../fan-out/link-media.ts';
import type { StreamGrantOptions } from './stream-grant.ts';

/** As many as the settings take. */
const MAX_GRANTS = 200;

export const qualityOf = ({ quality, uplinkKbps, sharpness }: Settings): MediaQuality => ({
  preset: quality,
  uplinkKbps,
  sharpness,
});

export const aboutOf = ({ title, presenterName }: Settings): RoomAbout => ({ title, presenter: presenterName });

/** The grant of this room for other programs, and how it is kept. */
export const savedGrant = (
  desktop: Pick<DesktopApi, 'readSettings' | 'updateSettings'>,
  { streamGrants }: Settings,
  roomId: RoomId,
): Pick<StreamGrantOptions, 'generation' | 'save'> => ({
  generation: streamGrants.find((grant) => grant.roomId === roomId)?.generation ?? null,
  save: async (generation) => {
    const { streamGrants: before } = await desktop.readSettings();
    const others = before.filter((grant) => grant.roomId !== roomId);
    const own = generation === null ? [] : [{ roomId, generation }];
    await desktop.updateSettings({ streamGrants: [...own, ...others].slice(0, MAX_GRANTS) });
  },
});
