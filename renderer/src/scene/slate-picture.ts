/** The presenter's own picture on the slate: made small enough to be kept with the settings, and opened again from there. */
import { SLATE_PICTURE_BYTES } from '@lectern/bridge';
import { containBox } from './geometry.ts';
import { SLATE_SIZE } from './paint.ts';

/** Larger is no photograph but a mistake. */
const LARGEST_FILE_BYTES = 30 * 1024 * 1024;
/** Tried one after the other until the picture is small enough; the first nearly always is. */
const QUALITIES = [0.9, 0.75, 0.5] as const;

/** Its message is for the presenter. */
class PictureTrouble extends Error {}

/**
 * The picture as a data URL of at most 512 KB, no larger than the slate.
 * @throws {PictureTrouble} Where it is no picture, or too large.
 */
export async function keepablePicture(file: Blob): Promise<string> {
  if (file.size > LARGEST_FILE_BYTES)
    throw new PictureTrouble('This picture is very large. Use one of less than 30 MB.');
  const bitmap = await opened(file);
  const scale = Math.min(1, containBox(bitmap, SLATE_SIZE).width / bitmap.width);
  const canvas = new OffscreenCanvas(
    Math.max(1, Math.round(bitmap.width * scale)),
    Math.max(1, Math.round(bitmap.height * scale)),
  );
  // White where it is transparent: most such pictures are dark marks meant for paper.
  const context = canvas.getContext('2d', { alpha: false });
  if (!context) throw new PictureTrouble('This picture can’t be opened just now. Try again.');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  for (const quality of QUALITIES) {
    const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality });
    if (blob.size <= SLATE_PICTURE_BYTES) return dataUrlOf(blob);
  }
  throw new PictureTrouble('This picture has too much detail to keep. Use a simpler one.');
}

/**
 * From the settings. Not by `fetch`, which the page's content policy keeps to the service.
 * @throws {PictureTrouble} Where it cannot be opened.
 */
export async function openKeptPicture(dataUrl: string): Promise<ImageBitmap> {
  const [head = '', body = ''] = dataUrl.split(',', 2);
  try {
    const bytes = Uint8Array.from(atob(body), (letter) => letter.codePointAt(0) ?? 0);
    const type = /^data:([\w/]+);base64$/.exec(head)?.[1] ?? '';
    return await opened(new Blob([bytes], { type }));
  } catch (error) {
    if (error instanceof PictureTrouble) throw error;
    throw new PictureTrouble('The slate’s picture can’t be opened any more. Choose it again.', { cause: error });
  }
}

async function opened(blob: Blob): Promise<ImageBitmap> {
  try {
    return await createImageBitmap(blob);
  } catch (error) {
    throw new PictureTrouble('This file can’t be opened as a picture. Use a PNG, JPEG or WebP.', { cause: error });
  }
}

const dataUrlOf = (blob: Blob): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('loadend', () => {
      if (typeof reader.result === 'string') resolve(reader.result);
      else reject(new PictureTrouble('This picture can’t be read.'));
    });
    reader.readAsDataURL(blob);
  });
