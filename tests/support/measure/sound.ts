/** What a watcher hears, and how much of picture and sound its browser keeps waiting. */
import { expect } from '@playwright/test';
import type { Watcher } from '../drive/watchers.ts';

/** The loudness of both ears: the root mean square of the samples, 0 to 1. */
export interface Ears {
  readonly left: number;
  readonly right: number;
}

/** Runs in the page: what it plays now. Both are 0 while there is no sound. */
export async function readEars(): Promise<Ears> {
  const stream = document.querySelector('video')?.srcObject;
  if (!(stream instanceof MediaStream) || stream.getAudioTracks().length === 0) return { left: 0, right: 0 };
  const context = new AudioContext();
  const ears = new ChannelSplitterNode(context, { numberOfOutputs: 2 });
  context.createMediaStreamSource(new MediaStream(stream.getAudioTracks())).connect(ears);
  const [left, right] = [0, 1].map((channel) => {
    const analyser = new AnalyserNode(context, { fftSize: 16_384 });
    ears.connect(analyser, channel);
    return () => {
      const samples = new Float32Array(analyser.fftSize);
      analyser.getFloatTimeDomainData(samples);
      return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
    };
  });
  await context.resume();
  // The analysers need one full window.
  while (context.currentTime < 0.4) await new Promise((resolve) => setTimeout(resolve, 20));
  const heard = { left: left?.() ?? 0, right: right?.() ?? 0 };
  await context.close();
  return heard;
}

/** Runs in the page: which of these two tones it plays now, in hertz. */
export async function readTones(): Promise<number[]> {
  const stream = document.querySelector('video')?.srcObject;
  if (!(stream instanceof MediaStream) || stream.getAudioTracks().length === 0) return [];
  const context = new AudioContext();
  const analyser = new AnalyserNode(context, { fftSize: 16_384, smoothingTimeConstant: 0 });
  context.createMediaStreamSource(new MediaStream(stream.getAudioTracks())).connect(analyser);
  await context.resume();
  // The analyser needs one full window.
  while (context.currentTime < 0.4) await new Promise((resolve) => setTimeout(resolve, 20));
  const bins = new Float32Array(analyser.frequencyBinCount);
  analyser.getFloatFrequencyData(bins);
  const decibelsAt = (toneHz: number): number => {
    const bin = (toneHz * analyser.fftSize) / context.sampleRate;
    // A late packet makes the browser play a little faster or slower.
    return Math.max(...bins.slice(Math.floor(bin * 0.97), Math.ceil(bin * 1.03)));
  };
  const heard = [440, 660].filter((toneHz) => decibelsAt(toneHz) > -70);
  await context.close();
  return heard;
}

interface BufferTotals {
  readonly atMs: number;
  /** Identifies the link's stream: another link has another. */
  readonly stream: number;
  readonly pictureMs: number;
  /** What the network alone requires. */
  readonly pictureNeededMs: number;
  readonly frames: number;
  readonly soundMs: number;
  readonly soundNeededMs: number;
  readonly samples: number;
  readonly packets: number;
  readonly bytes: number;
}

/** Runs in the page. */
async function readBufferTotals(): Promise<BufferTotals> {
  const totals = {
    atMs: performance.now(),
    stream: 0,
    pictureMs: 0,
    pictureNeededMs: 0,
    frames: 0,
    soundMs: 0,
    soundNeededMs: 0,
    samples: 0,
    packets: 0,
    bytes: 0,
  };
  for (const pc of window.connectionList) {
    for (const entry of (await pc.getStats()).values()) {
      if (entry.type !== 'inbound-rtp') continue;
      const delayMs = (entry.jitterBufferDelay ?? 0) * 1000;
      const neededMs = (entry.jitterBufferMinimumDelay ?? 0) * 1000;
      const count = entry.jitterBufferEmittedCount ?? 0;
      if (entry.kind === 'video')
        Object.assign(totals, {
          pictureMs: delayMs,
          pictureNeededMs: neededMs,
          frames: count,
          stream: entry.ssrc ?? 0,
        });
      else
        Object.assign(totals, {
          soundMs: delayMs,
          soundNeededMs: neededMs,
          samples: count,
          packets: entry.packetsReceived,
          bytes: entry.bytesReceived,
        });
    }
  }
  return totals;
}

export interface Buffers {
  readonly stream: number;
  /** How long a frame and a sample waited, on average, in milliseconds. */
  readonly pictureMs: number;
  readonly soundMs: number;
  /**
   * The longer of the two beyond what network and lip sync require, in milliseconds. Infinite while
   * no sound is played.
   */
  readonly excessMs: number;
  /** Packets of sound. */
  readonly packetsPerSecond: number;
}

/** Over the next `frames` frames. */
export async function readBuffers(watcher: Watcher, frames: number): Promise<Buffers> {
  const before = await watcher.read(readBufferTotals);
  let after = before;
  await expect
    .poll(
      async () => {
        after = await watcher.read(readBufferTotals);
        return after.frames - before.frames;
      },
      { timeout: 90_000, intervals: [200] },
    )
    .toBeGreaterThanOrEqual(frames);
  const shown = after.frames - before.frames;
  const played = after.samples - before.samples;
  const pictureMs = (after.pictureMs - before.pictureMs) / shown;
  const soundMs = (after.soundMs - before.soundMs) / Math.max(1, played);
  const soundNeededMs = (after.soundNeededMs - before.soundNeededMs) / Math.max(1, played);
  const pictureNeededMs = Math.max(soundNeededMs, (after.pictureNeededMs - before.pictureNeededMs) / shown);
  return {
    stream: after.stream,
    pictureMs,
    soundMs,
    excessMs: played > 0 ? Math.max(pictureMs - pictureNeededMs, soundMs - soundNeededMs) : Number.POSITIVE_INFINITY,
    packetsPerSecond: ((after.packets - before.packets) / (after.atMs - before.atMs)) * 1000,
  };
}

/** The bit rate of the sound over about `seconds`, in kbit/s. */
export async function readSoundKbps(watcher: Watcher, seconds: number): Promise<number> {
  const before = await watcher.read(readBufferTotals);
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  const after = await watcher.read(readBufferTotals);
  return ((after.bytes - before.bytes) * 8) / (after.atMs - before.atMs);
}
