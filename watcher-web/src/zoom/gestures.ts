/** Fingers, mouse and wheel on the picture: pinch and wheel zoom, dragging pans, a double tap zooms, a double click fills the screen. */
import type { Point } from './geometry.ts';
import { Taps } from './taps.ts';
import type { Zoom } from './zoom.ts';

const DOUBLE_TAP_FACTOR = 2.5;
/** A mouse's notch is 100 or more, a trackpad's pinch a few at a time. */
const WHEEL_PACE = 0.0025;
const PINCH_PACE = 0.01;
const LINE_PX = 16;

export interface GestureOptions {
  readonly video: HTMLVideoElement;
  readonly zoom: Zoom;
  readonly onDoubleClick: () => void;
  /** This tap means something else already. */
  readonly isTapTaken: () => boolean;
}

export function followGestures(options: GestureOptions): void {
  const { video, zoom } = options;
  const taps = new Taps();
  const fingers = new Map<number, Point>();
  let lastPointer = 'mouse';

  video.addEventListener('pointerdown', (event) => {
    lastPointer = event.pointerType;
    if (event.button !== 0) return;
    fingers.set(event.pointerId, at(event));
    video.setPointerCapture(event.pointerId);
    taps.down(at(event), event.timeStamp, fingers.size);
  });
  video.addEventListener('pointermove', (event) => {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    const others = [...fingers].filter(([id]) => id !== event.pointerId).map(([, point]) => point);
    fingers.set(event.pointerId, at(event));
    const [other] = others;
    if (other) pinch(zoom, [other, before], [other, at(event)]);
    else if (zoom.scale.get() > 1) zoom.pan({ x: event.clientX - before.x, y: event.clientY - before.y });
  });
  const lift = (event: PointerEvent): void => {
    const wasDown = fingers.delete(event.pointerId);
    if (!wasDown || event.pointerType === 'mouse' || event.type === 'pointercancel') return;
    if (options.isTapTaken()) taps.forget();
    else if (taps.up(at(event), event.timeStamp)) doubleTap(zoom, at(event));
  };
  video.addEventListener('pointerup', lift);
  video.addEventListener('pointercancel', lift);
  video.addEventListener('dblclick', () => lastPointer === 'mouse' && options.onDoubleClick());
  video.addEventListener('wheel', (event) => turnWheel(zoom, event), { passive: false });
}

const at = ({ clientX, clientY }: MouseEvent): Point => ({ x: clientX, y: clientY });
const middleOf = ([a, b]: readonly [Point, Point]): Point => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
const apart = ([a, b]: readonly [Point, Point]): number => Math.max(1, Math.hypot(a.x - b.x, a.y - b.y));

/** What was between the fingers stays between them. */
function pinch(zoom: Zoom, before: readonly [Point, Point], after: readonly [Point, Point]): void {
  const [from, to] = [middleOf(before), middleOf(after)];
  zoom.by(apart(after) / apart(before), from, 'at-once');
  if (zoom.scale.get() > 1) zoom.pan({ x: to.x - from.x, y: to.y - from.y });
}

function doubleTap(zoom: Zoom, point: Point): void {
  if (zoom.scale.get() > 1) zoom.reset();
  else zoom.by(DOUBLE_TAP_FACTOR, point);
}

function turnWheel(zoom: Zoom, event: WheelEvent): void {
  // Inside somebody else's page the wheel is that page's, until the watcher has begun to zoom.
  const isGuest = window.parent !== window && document.fullscreenElement === null;
  if (isGuest && !event.ctrlKey && zoom.scale.get() === 1) return;
  event.preventDefault();
  const px = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * LINE_PX : event.deltaY;
  // A pinch on a trackpad comes as a wheel with the control key, in much smaller steps.
  const pace = event.ctrlKey && Math.abs(px) < 50 ? PINCH_PACE : WHEEL_PACE;
  zoom.by(Math.exp(-px * pace), at(event), 'at-once');
}
