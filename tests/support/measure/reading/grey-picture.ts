/** Takes the picture that a watcher's page shows as brightness, also in a smaller size. */
import type { Watcher } from '../../drive/watchers.ts';
import type { GreyPicture } from './read-letters.ts';

export async function greyPicture(watcher: Watcher): Promise<GreyPicture> {
  const { width, height, base64 } = await watcher.read(readGrey);
  return { width, height, grey: new Uint8Array(Buffer.from(base64, 'base64')) };
}

/** Averages the pixels that fall together, as a presenter does that sends a smaller picture. */
export function smaller(picture: GreyPicture, width: number): GreyPicture {
  const scale = picture.width / width;
  const height = Math.round(picture.height / scale);
  const grey = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      let [sum, count] = [0, 0];
      for (let row = Math.floor(y * scale); row < Math.min(picture.height, (y + 1) * scale); row += 1) {
        for (let column = Math.floor(x * scale); column < Math.min(picture.width, (x + 1) * scale); column += 1) {
          sum += picture.grey[row * picture.width + column] ?? 0;
          count += 1;
        }
      }
      grey[y * width + x] = sum / count;
    }
  }
  return { width, height, grey };
}

/**
 * Runs in the page. The green channel is close enough to brightness, since the letters are black.
 */
function readGrey(): { width: number; height: number; base64: string } {
  const video = document.querySelector('video');
  const [width, height] = [video?.videoWidth ?? 0, video?.videoHeight ?? 0];
  if (!video || width === 0) return { width: 0, height: 0, base64: '' };
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('This page has no canvas');
  context.drawImage(video, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  const pieces: string[] = [];
  for (let from = 0; from < width * height; from += 8_192) {
    const length = Math.min(8_192, width * height - from);
    pieces.push(String.fromCharCode(...Array.from({ length }, (_one, index) => data[(from + index) * 4 + 1] ?? 0)));
  }
  return { width, height, base64: btoa(pieces.join('')) };
}
