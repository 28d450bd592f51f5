/**
 * When a watcher's page has played something loud, in pieces of about ten milliseconds, on this
 * machine's clock. The presenter's sound is one tone that never stops.
 */

declare global {
  interface Window {
    soundTimes: number[];
    /** When the page's sound came from another track than before. */
    soundChanges: number[];
  }
}

/** Runs in the page, before anything else. Only in Chromium. */
export function installSoundTimes(): void {
  const lookEveryMs = 10;
  const loud = 0.01;
  window.soundTimes = [];
  window.soundChanges = [];
  let current: MediaStreamAudioTrack | undefined;
  const now = (): number => performance.timeOrigin + performance.now();
  const isCurrent = (track: MediaStreamTrack): boolean => track === current;
  const read = async (track: MediaStreamAudioTrack): Promise<void> => {
    const reader = new MediaStreamTrackProcessor({ track, maxBufferSize: 200 }).readable.getReader();
    let playedMs = 0;
    // A busy page reads late. The piece that it has read with the least delay says when the first one was played.
    let beganMs = Infinity;
    while (isCurrent(track)) {
      const { value: data } = await reader.read();
      if (!data) return;
      const samples = new Float32Array(data.numberOfFrames);
      data.copyTo(samples, { planeIndex: 0, format: 'f32-planar' });
      beganMs = Math.min(beganMs, now() - playedMs);
      if (samples.some((sample) => Math.abs(sample) > loud)) window.soundTimes.push(beganMs + playedMs);
      playedMs += (data.numberOfFrames / data.sampleRate) * 1_000;
      data.close();
    }
    await reader.cancel();
  };
  setInterval(() => {
    const stream = document.querySelector('video')?.srcObject;
    const [track] = stream instanceof MediaStream ? stream.getAudioTracks() : [];
    if (track === undefined || track === current) return;
    current = track;
    window.soundChanges.push(now());
    void read(track);
  }, lookEveryMs);
}

/** Runs in the page: what it has recorded since the last call. */
export function takeSound(): { readonly times: readonly number[]; readonly changes: readonly number[] } {
  const { soundTimes: times, soundChanges: changes } = window;
  window.soundTimes = times.slice(-1);
  window.soundChanges = [];
  return { times: times.toSorted((a, b) => a - b), changes };
}
