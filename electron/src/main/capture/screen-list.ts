/** The screens and windows that can be shared, with a picture of each. */
import { desktopCapturer, systemPreferences, type DesktopCapturerSource, type NativeImage } from 'electron';
import type { ScreenList, ScreenListing } from '@lectern/bridge';
import { ShowableError } from '../bridge/showable-error.ts';
import { captureWords } from '../words.ts';
import { withoutOwn } from './own-windows.ts';
import { screenPickerOf } from './screen-picker.ts';

/** In pixels: twice the size that the picker shows, for dense displays. */
const THUMBNAIL = { width: 400, height: 225 };
const JPEG_QUALITY = 75;

export async function listScreens(ownIds: readonly string[]): Promise<ScreenList> {
  if (screenPickerOf(process) !== 'app') throw new ShowableError(captureWords.systemPicks);
  if (isDenied()) return { kind: 'denied' };
  const sources = await desktopCapturer.getSources({
    types: ['screen', 'window'],
    thumbnailSize: THUMBNAIL,
    fetchWindowIcons: true,
  });
  return { kind: 'listed', screens: withoutOwn(sources, ownIds).map(listingOf) };
}

/** Only macOS has this permission. The first listing makes the system ask for it. */
function isDenied(): boolean {
  if (process.platform !== 'darwin') return false;
  return ['denied', 'restricted'].includes(systemPreferences.getMediaAccessStatus('screen'));
}

function listingOf(source: DesktopCapturerSource): ScreenListing {
  // Its type says otherwise, but a screen has no icon, nor do some windows.
  const icon: NativeImage | null = source.appIcon;
  return {
    id: source.id,
    label: source.name,
    kind: source.id.startsWith('screen:') ? 'screen' : 'window',
    thumbnail: `data:image/jpeg;base64,${source.thumbnail.toJPEG(JPEG_QUALITY).toString('base64')}`,
    appIcon: icon === null || icon.isEmpty() ? null : icon.toDataURL(),
    displayId: source.display_id || null,
  };
}
