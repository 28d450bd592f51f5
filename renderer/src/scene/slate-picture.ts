/**
 * The presenter's own picture for the slate: encoded small enough for the settings, and decoded
 * from there.
 */
import { SLATE_PICTURE_BYTES } from '@lectern/bridge';
import { containBox } from './geometry.ts';
import { SLATE_SIZE } from './paint.ts';

/** A larger file is probably a mistake. */
const MAX_FILE_BYTES = 30 * 1024 * 1024;
/**
 * JPEG qualities, tried in turn until the picture is small enough. The first one nearly always is.
 */
const QUALITIES = [0.9, 0.75, 0.5] as const;

export type SlatePictureProblem =
  | 'too-large'
  /** It has too much detail for the settings. */
  | 'too-detailed'
  | 'no-picture'
  /** The page cannot open pictures now. */
  | 'not-now'
  | 'unreadable'
  /** It is in the settings, and cannot be decoded any more. */
  | 'lost'
  /** It is shown, but will be gone after a restart. */
  | 'not-saved'
  | 'unusable';

export class SlatePictureError extends Error {
  readonly problem: SlatePictureProblem;

  constructor(problem: SlatePictureProblem, options?: ErrorOptions) {
    super(problem, options);
    this.problem = problem;
  }
}

/**
 * Encodes the picture as a JPEG data URL of at most `SLATE_PICTURE_BYTES`, no larger than the
 * slate.
 * @throws {SlatePictureError} If the file is no picture, or too large.
 */
export async function encodeSlatePicture(file: Blob): Promise<string> {
  if (file.size > MAX_FILE_BYTES) throw new SlatePictureError('too-large');
  const bitmap = await openBitmap(file);
  const scale = Math.min(1, containBox(bitmap, SLATE_SIZE).width / bitmap.width);
  const canvas = new OffscreenCanvas(
    Math.max(1, Math.round(bitmap.width * scale)),
    Math.max(1, Math.round(bitmap.height * scale)),
  );
  // Transparent parts become white: most such pictures are dark logos made for paper.
  const context = canvas.getContext('2d', { alpha: false });
  if (!context) throw new SlatePictureError('not-now');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  for (const quality of QUALITIES) {
    const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality });
    if (blob.size <= SLATE_PICTURE_BYTES) return dataUrlOf(blob);
  }
  throw new SlatePictureError('too-detailed');
}

/**
 * Decodes the data URL from the settings. `fetch` would be simpler, but the page's content policy
 * allows it only for the service.
 * @throws {SlatePictureError} If it cannot be decoded.
 */
export async function decodeSlatePicture(dataUrl: string): Promise<ImageBitmap> {
  const [head = '', body = ''] = dataUrl.split(',', 2);
  try {
    const bytes = Uint8Array.from(atob(body), (letter) => letter.codePointAt(0) ?? 0);
    const type = /^data:([\w/]+);base64$/.exec(head)?.[1] ?? '';
    return await openBitmap(new Blob([bytes], { type }));
  } catch (error) {
    if (error instanceof SlatePictureError) throw error;
    throw new SlatePictureError('lost', { cause: error });
  }
}

async function openBitmap(blob: Blob): Promise<ImageBitmap> {
  try {
    return await createImageBitmap(blob);
  } catch (error) {
    throw new SlatePictureError('no-picture', { cause: error });
  }
}

const dataUrlOf = (blob: Blob): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('loadend', () => {
      if (typeof reader.result === 'string') resolve(reader.result);
      else reject(new SlatePictureError('unreadable'));
    });
    reader.readAsDataURL(blob);
  });
