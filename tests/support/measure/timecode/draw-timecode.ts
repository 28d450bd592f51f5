/** Draws the present time across the top of a canvas. Runs in pages. */

/** Nothing in a page without `installTimecode`. */
export function drawTimecode(context: CanvasRenderingContext2D): void {
  // Set by an init script, in some pages only.
  if (!('timecode' in window)) return;
  const { columns, rows, share, now, blocksAt } = window.timecode;
  const { width, height } = context.canvas;
  const [blockWidth, blockHeight] = [width / columns, (height * share) / rows];
  blocksAt(now()).forEach((isWhite, block) => {
    context.fillStyle = isWhite ? '#fff' : '#000';
    context.fillRect(
      (block % columns) * blockWidth,
      Math.floor(block / columns) * blockHeight,
      blockWidth,
      blockHeight,
    );
  });
}
