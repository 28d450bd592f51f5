/** Where the picture lies on the stage, fitted and zoomed, in CSS pixels of the stage. Pure. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The picture fitted to the stage. */
export interface Picture extends Size {
  readonly center: Point;
}

/** 1 is fitted; `center`: of the zoomed picture. */
export interface View {
  readonly scale: number;
  readonly center: Point;
}

/** At this scale even a 4K screen on a phone is larger than its own pixels. */
const MAX_SCALE = 8;

/** Zooming in and out by equal steps ends this close to 1. */
const FIT_TOLERANCE = 1.001;

/** Height of the room's title and of the controls below it, in CSS pixels. */
const TITLE_SPACE = 140;

const clamp = (least: number, value: number, most: number): number => Math.max(least, Math.min(value, most));

/** As `object-fit: contain` does. `positionY`: the share of the spare height above the picture. */
export function placePicture(stage: Size, video: Size, positionY: number): Picture {
  const fit = Math.min(stage.width / video.width, stage.height / video.height);
  const [width, height] = [video.width * fit, video.height * fit];
  return { width, height, center: { x: stage.width / 2, y: (stage.height - height) * positionY + height / 2 } };
}

/** Whether the room's title fits between the picture and the controls: not below an upright one. */
export const hasTitleSpace = ({ center, height }: Picture, stage: Size): boolean =>
  stage.height - (center.y + height / 2) >= TITLE_SPACE;

export const fitView = (picture: Picture): View => ({ scale: 1, center: picture.center });

/** Zooms by a factor; what is at `point` stays there. */
export function zoomAt(view: View, point: Point, factor: number): View {
  const wanted = clamp(1, view.scale * factor, MAX_SCALE);
  const scale = wanted < FIT_TOLERANCE ? 1 : wanted;
  const growth = scale / view.scale;
  const moved = (from: number, fixed: number): number => fixed + (from - fixed) * growth;
  return { scale, center: { x: moved(view.center.x, point.x), y: moved(view.center.y, point.y) } };
}

export const panBy = ({ scale, center }: View, { x, y }: Point): View => ({
  scale,
  center: { x: center.x + x, y: center.y + y },
});

/** Keeps the stage covered. Where the picture is smaller, it stays near its fitted place. */
export function clampView({ scale, center }: View, picture: Picture, stage: Size): View {
  return {
    scale,
    center: {
      x: clampCenter(center.x, picture.center.x, picture.width * scale, stage.width),
      y: clampCenter(center.y, picture.center.y, picture.height * scale, stage.height),
    },
  };
}

function clampCenter(from: number, fitted: number, extent: number, available: number): number {
  const half = extent / 2;
  return extent >= available ? clamp(available - half, from, half) : clamp(half, fitted, available - half);
}
