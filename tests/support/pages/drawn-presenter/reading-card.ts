/**
 * Draws a slide: four quarters in different colours, by which a test knows the place that it sees,
 * and small text. Where the page has a timecode, it is at the top.
 */
import { drawTimecode } from '../../measure/timecode/draw-timecode.ts';

export interface CardSize {
  readonly width: number;
  readonly height: number;
  readonly framesPerSecond: number;
}

/** Few frames, since encoding and decoding are most of the tests' cost. */
export const usualCard: CardSize = { width: 1280, height: 720, framesPerSecond: 12 };

/** The colours of the quarters, in reading order. */
const quarters = ['#1d3a5f', '#5b2245', '#1f4d3a', '#6b4a16'];

const LINES = [
  'Light bends towards the normal when it enters glass.',
  'n₁ · sin θ₁ = n₂ · sin θ₂',
  'The index of water is 1.33, that of window glass about 1.52.',
  'A prism parts the colours, because n grows as the wave shortens.',
];

export function drawReadingCard({ width, height, framesPerSecond }: CardSize): MediaStreamTrack {
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  document.body.append(canvas);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no canvas here');
  let count = 0;
  const draw = (): void => {
    count += 1;
    for (const [index, colour] of quarters.entries()) {
      context.fillStyle = colour;
      context.fillRect(((index % 2) * width) / 2, (Math.floor(index / 2) * height) / 2, width / 2, height / 2);
    }
    context.fillStyle = '#fff';
    context.font = '600 44px system-ui, sans-serif';
    context.fillText('How light bends', 80, 120);
    context.font = '20px system-ui, sans-serif';
    for (const [index, line] of LINES.entries()) context.fillText(line, 80, 180 + index * 34);
    // A bar that moves, so that the picture is never still.
    context.fillRect((count * 8) % width, height - 40, 80, 12);
    drawTimecode(context);
  };
  draw();
  setInterval(draw, 1000 / framesPerSecond);
  // Each drawing is a frame. With a rate the browser would have a pace of its own, and miss some.
  const [track] = canvas.captureStream().getVideoTracks();
  if (!track) throw new Error('the canvas gives no track');
  return track;
}
