/** What the settings say, as the room and the broadcast take it. */
import type { RoomAbout } from '@lectern/protocol';
import type { Settings } from '@lectern/bridge';
import type { MediaQuality } from '../fan-out/link-media.ts';

export const qualityOf = ({ quality, uplinkKbps, sharpness }: Settings): MediaQuality => ({
  preset: quality,
  uplinkKbps,
  sharpness,
});

export const aboutOf = ({ title, presenterName }: Settings): RoomAbout => ({ title, presenter: presenterName });
