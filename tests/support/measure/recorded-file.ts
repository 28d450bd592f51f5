/**
 * Reads a recording with ffmpeg: its duration and streams, whether it is whole, and whether a
 * player can seek in it.
 */
import { execFileSync, spawnSync } from 'node:child_process';

interface Probed {
  readonly format: { readonly duration?: string };
  readonly streams: readonly { readonly codec_name: string; readonly width?: number; readonly height?: number }[];
}

export interface RecordedFile {
  /** NaN if the file does not say. */
  readonly seconds: number;
  /** Sorted by name. */
  readonly codecs: readonly string[];
  readonly size: string;
}

export function probeRecording(path: string): RecordedFile {
  const args = ['-v', 'error', '-show_format', '-show_streams', '-of', 'json', path];
  const { format, streams }: Probed = JSON.parse(execFileSync('ffprobe', args, { encoding: 'utf8' }));
  const picture = streams.find((stream) => stream.width !== undefined);
  return {
    seconds: Number(format.duration),
    codecs: streams.map((stream) => stream.codec_name).toSorted(),
    size: `${picture?.width}x${picture?.height}`,
  };
}

/** What a decoder complains about while it reads the whole file; empty if it is whole. */
export function complaintsAbout(path: string): string {
  // Frames keep their times: ffmpeg would move them to a fixed rate, and then complain about that.
  const asTheyAre = ['-fps_mode', 'passthrough', '-r', '1000'];
  return spawnSync('ffmpeg', ['-v', 'error', '-i', path, ...asTheyAre, '-f', 'null', '-'], { encoding: 'utf8' }).stderr;
}

/**
 * Where a player that seeks to `seconds` enters: the time of the key frame in the file's index, in
 * seconds.
 */
export function entryAt(path: string, seconds: number): number {
  const wanted = ['-select_streams', 'v', '-show_entries', 'packet=pts_time,flags', '-of', 'csv=p=0'];
  const args = ['-v', 'error', '-read_intervals', `${seconds}%+#1`, ...wanted, path];
  const [time = '', flags = ''] = execFileSync('ffprobe', args, { encoding: 'utf8' }).trim().split(',');
  if (!flags.startsWith('K')) throw new Error(`the index leads to a frame that is no key frame: ${time} ${flags}`);
  return Number(time);
}

/** The picture at `seconds`, small and grey, to compare it with others and with black. */
export function pictureAt(path: string, seconds: number): Buffer {
  const scaled = ['-frames:v', '1', '-vf', 'scale=64:36,format=gray', '-f', 'rawvideo', 'pipe:1'];
  return execFileSync('ffmpeg', ['-v', 'error', '-ss', String(seconds), '-i', path, ...scaled]);
}

/** The loudest sample, in dB relative to full scale. */
export function peakOf(path: string): number {
  const { stderr } = spawnSync('ffmpeg', ['-i', path, '-vn', '-af', 'volumedetect', '-f', 'null', '-'], {
    encoding: 'utf8',
  });
  return Number(/max_volume: (-?[\d.]+) dB/.exec(stderr)?.[1] ?? Number.NEGATIVE_INFINITY);
}
