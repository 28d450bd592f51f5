/** The screens and windows that can be shared, as they look just now. */
import { desktopCapturer, systemPreferences, type DesktopCapturerSource, type NativeImage } from 'electron';
import type { ScreenList, ScreenListing } from '@lectern/bridge';
import { ShowableError } from '../showable-error.ts';
import { withoutOwn } from './own-windows.ts';
import { screenPickerOf } from './screen-picker.ts';

/** Twice what the picker draws, for dense displays. */
const THUMBNAIL = { width: 400, height: 225 };
const JPEG_QUALITY = 75;

export async function listScreens(ownIds: readonly string[]): Promise<ScreenList> {
  if (screenPickerOf(process) !== 'app') throw new ShowableError('This system shows its own choice of screens.');
  if (isDenied()) return { kind: 'denied' };
  const sources = await desktopCapturer.getSources({
    types: ['screen', 'window'],
    thumbnailSize: THUMBNAIL,
    fetchWindowIcons: true,
  });
  return { kind: 'listed', screens: withoutOwn(sources, ownIds).map(listingOf) };
}

/** Only macOS knows such a permission; the first listing makes it ask. */
function isDenied(): boolean {
  if (process.platform !== 'darwin') return false;
  return ['denied', 'restricted'].includes(systemPreferences.getMediaAccessStatus('screen'));
}

function listingOf(source: DesktopCapturerSource): ScreenListing {
  // Whatever the type says, a screen has no icon, and some windows have none either.
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
