/**
 * A talk: a title, points one by one, a photograph and a chart, with a fade, a cut and a wipe
 * between them.
 */
import { seeded } from '../../../../renderer/src/seeded.fixture.ts';
import { softShades } from '../../measure/likeness/soft-shades.ts';
import { contextOf, progress, type Content, type Context, type Size } from './content.ts';

const FRAMES = 180;
const BEGINS = { points: 40, photograph: 90, chart: 140 } as const;
const TRANSITION_FRAMES = 8;
const points = [
  'The uplink is what limits an audience',
  'One encoder serves every watcher',
  'Lower layers are for lines that need them',
  'A key frame costs everybody',
  'Text wants sharpness, faces want motion',
];

export function slidesOf(size: Size): Content {
  const photograph = photographOf(size);
  const slides = [
    (context: Context) => drawTitle(context, size),
    (context: Context, number: number) => drawPoints(context, size, 1 + Math.floor((number - BEGINS.points) / 10)),
    (context: Context) => drawPhotograph(context, size, photograph),
    (context: Context) => drawChart(context, size),
  ] as const;
  return {
    frames: FRAMES,
    draw(context, number) {
      if (number < BEGINS.points) return slides[0](context);
      if (number < BEGINS.photograph) {
        const shown = progress(number, BEGINS.points, BEGINS.points + TRANSITION_FRAMES);
        slides[0](context);
        context.globalAlpha = shown;
        slides[1](context, number);
        context.globalAlpha = 1;
      } else if (number < BEGINS.chart) slides[2](context);
      else {
        const shown = progress(number, BEGINS.chart, BEGINS.chart + TRANSITION_FRAMES);
        slides[2](context);
        context.save();
        context.beginPath();
        context.rect(Math.round(size.width * (1 - shown)), 0, size.width, size.height);
        context.clip();
        slides[3](context);
        context.restore();
      }
    },
  };
}

function fill(context: Context, { width, height }: Size, style: string | CanvasGradient): void {
  context.fillStyle = style;
  context.fillRect(0, 0, width, height);
}

function drawTitle(context: Context, size: Size): void {
  const gradient = context.createLinearGradient(0, 0, size.width, size.height);
  gradient.addColorStop(0, '#12355b');
  gradient.addColorStop(1, '#420039');
  fill(context, size, gradient);
  context.fillStyle = '#fff';
  context.font = 'bold 110px sans-serif';
  context.fillText('Encode once, watch everywhere', 130, 480, size.width - 260);
  context.font = '48px sans-serif';
  context.fillText('How a lecture reaches four hundred people', 135, 580);
}

function drawPoints(context: Context, size: Size, count: number): void {
  fill(context, size, '#fafafa');
  context.fillStyle = '#12355b';
  context.font = 'bold 72px sans-serif';
  context.fillText('What we found', 130, 170);
  context.fillStyle = '#222';
  context.font = '44px sans-serif';
  points.slice(0, count).forEach((point, row) => context.fillText(`•  ${point}`, 150, 320 + row * 120));
}

function photographOf(size: Size): OffscreenCanvas {
  const context = contextOf(size);
  const image = context.createImageData(size.width, size.height);
  const [light, hue] = [softShades(size.width, size.height, 11), softShades(size.width, size.height, 12)];
  light.forEach((shade, index) => {
    const [bright, warm] = [(shade - 0.2) * 400, ((hue[index] ?? 0) - 0.5) * 160];
    image.data[index * 4] = bright + warm;
    image.data[index * 4 + 1] = bright;
    image.data[index * 4 + 2] = bright - warm;
    image.data[index * 4 + 3] = 255;
  });
  context.putImageData(image, 0, 0);
  return context.canvas;
}

function drawPhotograph(context: Context, { width, height }: Size, photograph: OffscreenCanvas): void {
  context.drawImage(photograph, 0, 0);
  context.fillStyle = 'rgb(0 0 0 / 0.6)';
  context.fillRect(0, height - 200, width, 120);
  context.fillStyle = '#fff';
  context.font = '52px sans-serif';
  context.fillText('Light on a hillside, an hour after rain', 130, height - 125);
}

function drawChart(context: Context, size: Size): void {
  const random = seeded(21);
  fill(context, size, '#fff');
  context.fillStyle = '#12355b';
  context.font = 'bold 64px sans-serif';
  context.fillText('Watchers on one uplink', 130, 130);
  context.font = '22px sans-serif';
  for (let step = 0; step <= 10; step += 1) {
    const y = size.height - 180 - step * 70;
    context.fillStyle = '#ddd';
    context.fillRect(160, y, size.width - 320, 1);
    context.fillStyle = '#444';
    context.fillText(String(step * 10), 110, y + 7);
  }
  context.lineWidth = 4;
  ['#d1495b', '#00798c', '#edae49'].forEach((colour, line) => {
    context.strokeStyle = colour;
    context.beginPath();
    for (let x = 0; x <= size.width - 320; x += 10)
      context.lineTo(
        160 + x,
        size.height - 200 - (300 + 150 * line) * (1 - Math.exp(-x / (300 + 200 * line))) - 20 * random(),
      );
    context.stroke();
  });
}
