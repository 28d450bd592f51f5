/** The icons, drawn with the stroke of the mark. */
import type { ReactNode } from 'react';

function Icon({ children }: { readonly children: ReactNode }) {
  return (
    <svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" className="icon">
      {children}
    </svg>
  );
}

/** An icon of one path. */
const iconOf = (path: string) => () => (
  <Icon>
    <path d={path} />
  </Icon>
);

const CONE = 'M4 9.5v5h3.5L12 18.5v-13L7.5 9.5z';

export const SoundIcon = iconOf(`${CONE}M15.5 9a4.2 4.2 0 0 1 0 6M18 6.5a7.8 7.8 0 0 1 0 11`);
export const SoundOffIcon = iconOf(`${CONE}M16 9.5l5 5m0-5-5 5`);
export const ExpandIcon = iconOf('M9 4H4v5M15 4h5v5M9 20H4v-5M15 20h5v-5');
export const ShrinkIcon = iconOf('M4 9h5V4M20 9h-5V4M4 15h5v5M20 15h-5v5');
export const SettingsIcon = iconOf(
  'M4 8h9m6 0h1M4 16h1m6 0h9M13 8a3 3 0 1 0 6 0 3 3 0 1 0-6 0M5 16a3 3 0 1 0 6 0 3 3 0 1 0-6 0',
);
export const PictureInPictureIcon = iconOf('M10 19H5a2 2 0 0 1-2-2V7a2 2 0 0 1 2-2h14a2 2 0 0 1 2 2v3M14 14h7v5h-7z');
export const ScreensIcon = iconOf(
  'M6 16H5a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2h14a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2h-1M12 14l5 6H7z',
);
export const ChartIcon = iconOf('M5 20v-6M12 20V4M19 20V10');
export const KeyboardIcon = iconOf(
  'M4 6h16a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1zM7 10h.01M12 10h.01M17 10h.01M8 14h8',
);
export const CloseIcon = iconOf('m6 6 12 12M18 6 6 18');
export const MinusIcon = iconOf('M6 12h12');
export const PlusIcon = iconOf('M6 12h12M12 6v12');
export const ZoomOutIcon = iconOf('M4.5 10.5a6 6 0 1 0 12 0 6 6 0 1 0-12 0m10.2 4.2L20 20M8 10.5h5');
export const PlayIcon = iconOf('M8 5.5v13l10.5-6.5z');
