/** A window of another program whose colour and place the test sets. */
import { openAppWindow, type Bounds } from './program-window.ts';

export interface ColourWindow {
  readonly show: (colour: string) => Promise<void>;
  readonly place: (bounds: Bounds) => Promise<void>;
  readonly close: () => Promise<void>;
}

/**
 * Something in it always moves, as in a real program. The colour around it tells when a frame was
 * taken.
 */
const MOVING =
  '<style>body{margin:0;background:black}i{display:block;width:20px;height:20px;background:white;' +
  'animation:go 1s linear infinite alternate}@keyframes go{to{translate:80px}}</style><i></i>';

export async function openColourWindow(title: string, bounds: Bounds): Promise<ColourWindow> {
  const { page, session, close } = await openAppWindow(title, MOVING, bounds);
  const { windowId } = await session.send('Browser.getWindowForTarget');
  return {
    show: (colour) => page.evaluate((value) => void (document.body.style.background = value), colour),
    place: async (place) => void (await session.send('Browser.setWindowBounds', { windowId, bounds: { ...place } })),
    close,
  };
}
