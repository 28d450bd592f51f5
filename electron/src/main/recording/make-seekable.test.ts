/** Real recordings, whole and torn, become files that ffmpeg can seek in. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makeSeekable } from './make-seekable.ts';
import { ENCODING_MS, hasFfmpeg, recordedLive } from './live-recording.fixture.ts';

describe.runIf(hasFfmpeg)('made seekable (needs ffmpeg)', { timeout: ENCODING_MS }, () => {
  let folder: string;
  /** Six seconds, as a recorder writes them. */
  let live: Buffer;
  const path = (name: string): string => join(folder, name);

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'lectern-seekable-'));
    live = recordedLive(6, { sound: true });
  }, ENCODING_MS);
  afterAll(() => rmSync(folder, { recursive: true }));
  beforeEach(() => rmSync(path('out.webm'), { force: true }));

  interface Probed {
    readonly format: { readonly duration?: string };
    readonly streams: readonly { readonly codec_name: string }[];
  }

  function probe(name: string): { readonly seconds: number; readonly codecs: readonly string[] } {
    const args = ['-v', 'error', '-show_format', '-show_streams', '-of', 'json', path(name)];
    const { format, streams }: Probed = JSON.parse(execFileSync('ffprobe', args, { encoding: 'utf8' }));
    return { seconds: Number(format.duration), codecs: streams.map((stream) => stream.codec_name) };
  }

  /** The warnings of a decoder, empty for a whole file. */
  const warnings = (name: string): string =>
    spawnSync('ffmpeg', ['-v', 'error', '-i', path(name), '-f', 'null', '-'], { encoding: 'utf8' }).stderr;

  test('a recording gets a duration and an index, and decodes without a warning', async () => {
    writeFileSync(path('in.webm'), live);
    expect(probe('in.webm').seconds).toBeNaN();
    const { durationSeconds } = await makeSeekable(path('in.webm'), path('out.webm'));
    expect(durationSeconds).toBeCloseTo(6, 1);
    const made = probe('out.webm');
    expect(made.codecs).toEqual(['vp8', 'opus']);
    expect(made.seconds).toBeCloseTo(6, 1);
    expect(warnings('out.webm')).toBe('');
    // The index of key frames, by its EBML id.
    expect(readFileSync(path('out.webm')).includes(Buffer.from('1c53bb6b', 'hex'))).toBe(true);
  });

  test.each([
    ['in the middle of a frame', (whole: Buffer) => whole.subarray(0, Math.floor(whole.length * 0.7) + 1)],
    [
      'and followed by zeros, as after a power cut',
      (whole: Buffer) => Buffer.concat([whole.subarray(0, Math.floor(whole.length * 0.7)), Buffer.alloc(5000)]),
    ],
  ])('of a file torn %s everything up to the last whole frame is kept', async (_how, tear) => {
    writeFileSync(path('torn.webm'), tear(live));
    const { durationSeconds } = await makeSeekable(path('torn.webm'), path('out.webm'));
    expect(durationSeconds).toBeGreaterThan(3.5);
    expect(probe('out.webm').seconds).toBeCloseTo(durationSeconds, 1);
    expect(warnings('out.webm')).toBe('');
  });

  test('a file with only a header has no duration and produces no file', async () => {
    writeFileSync(path('head.webm'), live.subarray(0, live.indexOf(Buffer.from('1f43b675', 'hex'))));
    expect(await makeSeekable(path('head.webm'), path('out.webm'))).toEqual({ durationSeconds: 0 });
    expect(existsSync(path('out.webm'))).toBe(false);
  });

  test('a file that is not a recording is refused', async () => {
    writeFileSync(path('text.webm'), 'not a recording at all');
    await expect(makeSeekable(path('text.webm'), path('out.webm'))).rejects.toThrow();
    expect(existsSync(path('out.webm'))).toBe(false);
  });
});
