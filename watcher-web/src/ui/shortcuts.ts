/** What each key does. The same table is heard by the page and drawn on the map of the keyboard. */
import type { Deck } from './deck.ts';

export interface Shortcut {
  readonly shown: readonly string[];
  readonly does: string;
  /** By `KeyboardEvent.key`, in small letters. */
  readonly on: Readonly<Record<string, (deck: Deck) => void>>;
  /** Held down, it goes on. */
  readonly repeats?: boolean;
  readonly when?: (deck: Deck) => boolean;
}

export const ZOOM_STEP = 1.25;
const VOLUME_STEP = 0.1;
const MOVE_PX = 60;

const percent = (share: number): string => `${Math.round(share * 100)} %`;
const isZoomed = ({ zoom }: Deck): boolean => zoom.scale.get() > 1;

function toggleSound({ player: { sound }, remark }: Deck): void {
  sound.toggle();
  remark.say(sound.store.get().sound === 'on' ? 'Sound on' : 'Sound off');
}

const changeVolume =
  (by: number) =>
  ({ player: { sound }, remark }: Deck): void => {
    const { sound: state, volume } = sound.store.get();
    sound.setVolume((state === 'on' ? volume : 0) + by);
    remark.say(`Volume ${percent(sound.store.get().volume)}`);
  };

const sayZoom = ({ zoom, remark }: Deck): void =>
  remark.say(zoom.scale.get() === 1 ? 'The whole picture' : `Zoom ${percent(zoom.scale.get())}`);

const zoomBy =
  (factor: number) =>
  (deck: Deck): void => {
    deck.zoom.by(factor);
    sayZoom(deck);
  };

function zoomOut(deck: Deck): void {
  deck.zoom.reset();
  sayZoom(deck);
}

/** The arrow points where one looks, so that the picture goes the other way. */
const look =
  (x: number, y: number) =>
  ({ zoom }: Deck): void =>
    zoom.pan({ x: -x * MOVE_PX, y: -y * MOVE_PX }, 'smoothly');

function escape(deck: Deck): void {
  if (deck.panels.statistics.get() === 'open') deck.panels.toggleStatistics();
  else if (isZoomed(deck)) zoomOut(deck);
}

const nearer = zoomBy(ZOOM_STEP);
const farther = zoomBy(1 / ZOOM_STEP);

export const shortcuts: readonly Shortcut[] = [
  // Live has no pause, so that space is for the sound, too.
  { shown: ['M', 'Space'], does: 'Sound off and on', on: { m: toggleSound, ' ': toggleSound } },
  {
    shown: ['↑', '↓'],
    does: 'Louder and quieter',
    when: (deck) => !isZoomed(deck),
    repeats: true,
    on: { arrowup: changeVolume(VOLUME_STEP), arrowdown: changeVolume(-VOLUME_STEP) },
  },
  { shown: ['F'], does: 'Full screen', on: { f: ({ fillScreen }) => fillScreen() } },
  { shown: ['P'], does: 'Picture in picture', on: { p: ({ pictureInPicture }) => void pictureInPicture.toggle() } },
  {
    shown: ['+', '−'],
    does: 'Nearer and farther',
    repeats: true,
    on: { '+': nearer, '=': nearer, '-': farther, _: farther },
  },
  {
    shown: ['←', '→', '↑', '↓'],
    does: 'Look around, when near',
    when: isZoomed,
    repeats: true,
    on: { arrowleft: look(-1, 0), arrowright: look(1, 0), arrowup: look(0, -1), arrowdown: look(0, 1) },
  },
  { shown: ['0'], does: 'The whole picture', on: { '0': zoomOut } },
  { shown: ['Q'], does: 'Quality and settings', on: { q: ({ panels }) => panels.toggle('settings') } },
  { shown: ['I'], does: 'Statistics', on: { i: ({ panels }) => panels.toggleStatistics() } },
  { shown: ['?'], does: 'These keys', on: { '?': ({ panels }) => panels.toggle('keys') } },
  { shown: ['Esc'], does: 'Close, or the whole picture', on: { escape } },
];
