/** The keyboard shortcuts: one table, which handles the keys and is shown on the keyboard sheet. */
import type { Controls } from './controls.ts';
import { words } from './words.ts';

const { shortcuts: labels, toasts } = words;

export interface Shortcut {
  /** The keys as they are shown. */
  readonly keys: readonly string[];
  readonly label: string;
  /** By `KeyboardEvent.key`, in lower case. */
  readonly handlers: Readonly<Record<string, (controls: Controls) => void>>;
  /** Whether a held key repeats it. */
  readonly repeats?: boolean;
  readonly when?: (controls: Controls) => boolean;
}

export const ZOOM_STEP = 1.25;
const VOLUME_STEP = 0.1;
const PAN_STEP_PX = 60;

const isZoomed = ({ zoom }: Controls): boolean => zoom.scale.get() > 1;

function toggleSound({ player: { sound }, toast }: Controls): void {
  sound.toggle();
  toast.show(sound.store.get().sound === 'on' ? toasts.soundOn : toasts.soundOff);
}

const changeVolume =
  (by: number) =>
  ({ player: { sound }, toast }: Controls): void => {
    const { sound: state, volume } = sound.store.get();
    sound.setVolume((state === 'on' ? volume : 0) + by);
    toast.show(toasts.volume(sound.store.get().volume));
  };

const zoomBy =
  (factor: number) =>
  ({ zoom, toast }: Controls): void => {
    zoom.zoomBy(factor);
    toast.show(toasts.zoom(zoom.scale.get()));
  };

function resetZoom({ zoom, toast }: Controls): void {
  zoom.reset();
  toast.show(toasts.zoom(zoom.scale.get()));
}

/** The arrow points to the part to see, so the picture moves the other way. */
const pan =
  (x: number, y: number) =>
  ({ zoom }: Controls): void =>
    zoom.pan({ x: -x * PAN_STEP_PX, y: -y * PAN_STEP_PX }, 'smoothly');

function closeOrResetZoom(controls: Controls): void {
  if (controls.panels.side('statistics').get()) controls.panels.toggleSide('statistics');
  else if (isZoomed(controls)) resetZoom(controls);
}

const zoomIn = zoomBy(ZOOM_STEP);
const zoomOut = zoomBy(1 / ZOOM_STEP);

export const shortcuts: readonly Shortcut[] = [
  // A live broadcast has no pause, so the space bar is for the sound as well.
  { keys: ['M', labels.space], label: labels.mute, handlers: { m: toggleSound, ' ': toggleSound } },
  {
    keys: ['↑', '↓'],
    label: labels.volume,
    when: (controls) => !isZoomed(controls),
    repeats: true,
    handlers: { arrowup: changeVolume(VOLUME_STEP), arrowdown: changeVolume(-VOLUME_STEP) },
  },
  { keys: ['F'], label: labels.fullScreen, handlers: { f: ({ toggleFullScreen }) => toggleFullScreen() } },
  {
    keys: ['P'],
    label: labels.pictureInPicture,
    handlers: { p: ({ pictureInPicture }) => void pictureInPicture.toggle() },
  },
  {
    keys: ['+', '−'],
    label: labels.zoom,
    repeats: true,
    handlers: { '+': zoomIn, '=': zoomIn, '-': zoomOut, _: zoomOut },
  },
  {
    keys: ['←', '→', '↑', '↓'],
    label: labels.pan,
    when: isZoomed,
    repeats: true,
    handlers: { arrowleft: pan(-1, 0), arrowright: pan(1, 0), arrowup: pan(0, -1), arrowdown: pan(0, 1) },
  },
  { keys: ['0'], label: labels.resetZoom, handlers: { '0': resetZoom } },
  { keys: ['Q'], label: labels.settings, handlers: { q: ({ panels }) => panels.toggleSheet('settings') } },
  { keys: ['I'], label: labels.statistics, handlers: { i: ({ panels }) => panels.toggleSide('statistics') } },
  { keys: ['?'], label: labels.shortcuts, handlers: { '?': ({ panels }) => panels.toggleSheet('shortcuts') } },
  { keys: [labels.escape], label: labels.close, handlers: { escape: closeOrResetZoom } },
];
