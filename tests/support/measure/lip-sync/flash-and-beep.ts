/**
 * Replaces camera and microphone by a picture and a sound that are in step to the millisecond. Once
 * a second the picture grows bright and dark again over 600 ms; the middle of a 40 ms beep is where
 * the picture is brightest.
 */

/** An AudioContext must run without a press. */
export const flashAndBeepSwitches: readonly string[] = ['--autoplay-policy=no-user-gesture-required'];

/**
 * Runs in the presenter's page before its own scripts. Needs `--use-fake-device-for-media-stream`,
 * so that there are devices to choose.
 */
export function installFlashAndBeep(): void {
  const RATE = 48_000;
  const [width, height, fps] = [1280, 720, 30];
  const context = new AudioContext({ sampleRate: RATE });
  const second = new AudioBuffer({ length: RATE, sampleRate: RATE });
  // The beep's middle is the middle of each second.
  const beep = Float32Array.from({ length: RATE }, (_, sample) => {
    const fromMiddle = (sample / RATE - 0.5) / 0.02;
    return Math.abs(fromMiddle) > 1 ? 0 : 0.5 * Math.cos((Math.PI / 2) * fromMiddle) ** 2 * Math.sin(sample * 0.131);
  });
  second.copyToChannel(beep, 0);
  const loop = new AudioBufferSourceNode(context, { buffer: second, loop: true });
  const sound = context.createMediaStreamDestination();
  loop.connect(sound);
  loop.start(0);

  // The context's clock advances in steps. Just after a step it is most accurate.
  const ahead: number[] = [];
  const soundTimeMs = (nowMs: number): number => {
    ahead.push(context.currentTime * 1000 - nowMs);
    if (ahead.length > 90) ahead.shift();
    return nowMs + Math.max(...ahead);
  };
  const picture = new MediaStreamTrackGenerator({ kind: 'video' });
  const frames = picture.writable.getWriter();
  const planes = new Uint8Array((width * height * 3) / 2).fill(128);
  const draw = (): void => {
    const nowMs = performance.now();
    const fromMiddleMs = Math.abs((soundTimeMs(nowMs) % 1000) - 500);
    planes.fill(20 + Math.round(200 * Math.max(0, 1 - fromMiddleMs / 300)), 0, width * height);
    const layout = { format: 'I420', codedWidth: width, codedHeight: height, timestamp: nowMs * 1000 } as const;
    void frames.write(new VideoFrame(planes, layout));
    setTimeout(draw, 1000 / fps - (performance.now() % (1000 / fps)));
  };
  draw();
  navigator.mediaDevices.getUserMedia = async ({ video } = {}) =>
    new MediaStream(
      [video ? picture.clone() : sound.stream.clone()].flatMap((one) =>
        one instanceof MediaStream ? one.getTracks() : one,
      ),
    );
}
