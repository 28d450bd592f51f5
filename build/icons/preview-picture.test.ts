/** The committed preview picture is the one that the present mark gives. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { drawPreview, previewFile } from './preview-picture.ts';

test('the picture of a link preview shows the present mark', async () => {
  expect(Buffer.from(await drawPreview()).equals(readFileSync(previewFile))).toBe(true);
});
