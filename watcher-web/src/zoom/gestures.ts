/**
 * Touch, mouse and wheel on the picture: pinch and wheel zoom, dragging pans, a double tap zooms in
 * or resets, a double click toggles full screen.
 */
import type { Point } from './geometry.ts';
import { DoubleTap } from './double-tap.ts';
import type { Zoom } from './zoom.ts';

const DOUBLE_TAP_FACTOR = 2.5;
/** Zoom per pixel of the wheel. One notch of a mouse wheel is 100 or more. */
const WHEEL_RATE = 0.0025;
/** A pinch on a trackpad comes in steps of a few pixels. */
const PINCH_RATE = 0.01;
const PINCH_MAX_STEP_PX = 50;
const LINE_PX = 16;

export interface GestureOptions {
  readonly video: HTMLVideoElement;
  readonly zoom: Zoom;
  readonly onDoubleClick: () => void;
  /** Whether the next tap starts playback or sound, so that it is not part of a double tap. */
  readonly isTapReserved: () => boolean;
}

export function handleGestures(options: GestureOptions): void {
  const { video, zoom } = options;
  const doubleTap = new DoubleTap();
  const pointers = new Map<number, Point>();
  let lastPointerType = 'mouse';

  video.addEventListener('pointerdown', (event) => {
    lastPointerType = event.pointerType;
    if (event.button !== 0) return;
    pointers.set(event.pointerId, pointOf(event));
    video.setPointerCapture(event.pointerId);
    doubleTap.down(pointOf(event), event.timeStamp, pointers.size);
  });
  video.addEventListener('pointermove', (event) => {
    const before = pointers.get(event.pointerId);
    if (!before) return;
    const others = [...pointers].filter(([id]) => id !== event.pointerId).map(([, point]) => point);
    pointers.set(event.pointerId, pointOf(event));
    const [other] = others;
    if (other) pinch(zoom, [other, before], [other, pointOf(event)]);
    else if (zoom.scale.get() > 1) zoom.pan({ x: event.clientX - before.x, y: event.clientY - before.y });
  });
  const release = (event: PointerEvent): void => {
    const wasDown = pointers.delete(event.pointerId);
    if (!wasDown || event.pointerType === 'mouse' || event.type === 'pointercancel') return;
    if (options.isTapReserved()) doubleTap.reset();
    else if (doubleTap.up(pointOf(event), event.timeStamp)) toggleZoom(zoom, pointOf(event));
  };
  video.addEventListener('pointerup', release);
  video.addEventListener('pointercancel', release);
  video.addEventListener('dblclick', () => lastPointerType === 'mouse' && options.onDoubleClick());
  video.addEventListener('wheel', (event) => handleWheel(zoom, event), { passive: false });
}

const pointOf = ({ clientX, clientY }: MouseEvent): Point => ({ x: clientX, y: clientY });
const midpoint = ([a, b]: readonly [Point, Point]): Point => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
const distance = ([a, b]: readonly [Point, Point]): number => Math.max(1, Math.hypot(a.x - b.x, a.y - b.y));

/** What was between the fingers stays between them. */
function pinch(zoom: Zoom, before: readonly [Point, Point], after: readonly [Point, Point]): void {
  const [from, to] = [midpoint(before), midpoint(after)];
  zoom.zoomBy(distance(after) / distance(before), from, 'at-once');
  if (zoom.scale.get() > 1) zoom.pan({ x: to.x - from.x, y: to.y - from.y });
}

function toggleZoom(zoom: Zoom, point: Point): void {
  if (zoom.scale.get() > 1) zoom.reset();
  else zoom.zoomBy(DOUBLE_TAP_FACTOR, point);
}

function handleWheel(zoom: Zoom, event: WheelEvent): void {
  // Embedded in another page, the wheel scrolls that page until the watcher has zoomed in.
  const isEmbedded = window.parent !== window && document.fullscreenElement === null;
  if (isEmbedded && !event.ctrlKey && zoom.scale.get() === 1) return;
  event.preventDefault();
  const px = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * LINE_PX : event.deltaY;
  // Browsers report a trackpad pinch as a wheel with the control key.
  const rate = event.ctrlKey && Math.abs(px) < PINCH_MAX_STEP_PX ? PINCH_RATE : WHEEL_RATE;
  zoom.zoomBy(Math.exp(-px * rate), pointOf(event), 'at-once');
}
