/** Where the picture lies on the stage, as it is and zoomed. All in the stage's CSS pixels; no element is touched here. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The whole picture as it rests on the stage. */
export interface Picture extends Size {
  readonly middle: Point;
}

/** How large the picture is made, and where its middle has come to. */
export interface View {
  readonly scale: number;
  readonly middle: Point;
}

/** A screen of twice full HD on a phone is then larger than its own pixels. */
const LARGEST = 8;

/** Steps in and back out again end this near to whole. */
const NEARLY = 1.001;

const between = (least: number, value: number, most: number): number => Math.max(least, Math.min(value, most));

/** As `object-fit: contain` lays it; `restsAt` is the share of the spare height that is above it. */
export function placePicture(stage: Size, video: Size, restsAt: number): Picture {
  const fit = Math.min(stage.width / video.width, stage.height / video.height);
  const [width, height] = [video.width * fit, video.height * fit];
  return { width, height, middle: { x: stage.width / 2, y: (stage.height - height) * restsAt + height / 2 } };
}

export const whole = (picture: Picture): View => ({ scale: 1, middle: picture.middle });

/** What is at `point` stays there. */
export function zoomedAbout(view: View, point: Point, factor: number): View {
  const wanted = between(1, view.scale * factor, LARGEST);
  const scale = wanted < NEARLY ? 1 : wanted;
  const grown = scale / view.scale;
  const moved = (middle: number, fixed: number): number => fixed + (middle - fixed) * grown;
  return { scale, middle: { x: moved(view.middle.x, point.x), y: moved(view.middle.y, point.y) } };
}

export const movedBy = ({ scale, middle }: View, { x, y }: Point): View => ({
  scale,
  middle: { x: middle.x + x, y: middle.y + y },
});

/** No further than the picture's edge; a picture that still has room lies as near to its resting place as it can. */
export function settled({ scale, middle }: View, picture: Picture, stage: Size): View {
  return {
    scale,
    middle: {
      x: settledMiddle(middle.x, picture.middle.x, picture.width * scale, stage.width),
      y: settledMiddle(middle.y, picture.middle.y, picture.height * scale, stage.height),
    },
  };
}

function settledMiddle(middle: number, resting: number, extent: number, room: number): number {
  const half = extent / 2;
  return extent >= room ? between(room - half, middle, half) : between(half, resting, room - half);
}
