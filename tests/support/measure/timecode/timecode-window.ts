/** A full-screen window that shows the time in every frame, and something that moves below it. */
import { openAppWindow, type AppWindow } from '../../machine/program-window.ts';
import { installTimecode } from './timecode.ts';

const BODY =
  '<style>body{margin:0;overflow:hidden;background:#234}canvas{display:block;width:100vw;height:12.5vh}' +
  'p{font:20px/1.4 serif;color:#fff;animation:go 9s linear infinite alternate}@keyframes go{to{translate:200px}}</style>' +
  `<canvas></canvas><p>${'Light bends where it meets water. '.repeat(20)}</p>`;

export async function openTimecodeWindow(title: string): Promise<AppWindow> {
  const opened = await openAppWindow(title, BODY, 'whole screen');
  await opened.page.evaluate(installTimecode);
  await opened.page.evaluate(drawTimecode);
  return opened;
}

function drawTimecode(): void {
  const { columns, rows, now, blocksAt } = window.timecode;
  const canvas = document.querySelector('canvas');
  const context = canvas?.getContext('2d', { alpha: false });
  if (!canvas || !context) throw new Error('no canvas here');
  // One pixel for each block, enlarged by the page.
  Object.assign(canvas, { width: columns, height: rows });
  canvas.style.imageRendering = 'pixelated';
  const draw = (): void => {
    blocksAt(now()).forEach((isWhite, block) => {
      context.fillStyle = isWhite ? '#fff' : '#000';
      context.fillRect(block % columns, Math.floor(block / columns), 1, 1);
    });
    requestAnimationFrame(draw);
  };
  draw();
}
