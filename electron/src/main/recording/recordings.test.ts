import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makeSeekable } from './make-seekable.ts';
import { Recordings } from './recordings.ts';
import { ENCODING_MS, hasFfmpeg, recordedLive } from './test-ffmpeg.ts';
import { UnfinishedList } from './unfinished-list.ts';

describe.runIf(hasFfmpeg)('recordings on the disk (needs ffmpeg)', { timeout: ENCODING_MS }, () => {
  let profile: string;
  let folder: string;
  /** Two seconds as a recorder gives them, in the pieces in which they arrive. */
  let pieces: readonly Uint8Array[];
  const logged: string[] = [];

  beforeAll(() => {
    const whole = recordedLive(2, { sound: false });
    const middle = Math.floor(whole.length / 2);
    pieces = [whole.subarray(0, middle), whole.subarray(middle)];
  }, ENCODING_MS);
  beforeEach(() => {
    profile = mkdtempSync(join(tmpdir(), 'lectern-profile-'));
    folder = join(profile, 'Videos', 'Lectern');
    logged.length = 0;
  });
  afterEach(() => rmSync(profile, { recursive: true }));

  const log = (message: string): void => void logged.push(message);
  const start = (options: Partial<ConstructorParameters<typeof Recordings>[0]> = {}): Recordings =>
    new Recordings({
      folder: () => folder,
      unfinished: new UnfinishedList(profile, log),
      makeSeekable,
      log,
      ...options,
    });
  const list = (): unknown => JSON.parse(readFileSync(join(profile, 'unfinished-recordings.json'), 'utf8'));

  async function record(recordings: Recordings): Promise<void> {
    await recordings.start('Tides');
    for (const piece of pieces) await recordings.write(piece);
  }

  test('what is given is on the disk when it is acknowledged, and one seekable file is left in the end', async () => {
    const recordings = start();
    const begun = await recordings.start('Tides');
    expect(begun.bytes).toBe(0);
    const [first = new Uint8Array(), second = new Uint8Array()] = pieces;
    const written = await recordings.write(first);
    expect(written.bytes).toBe(first.length);
    expect(written.freeBytes).toBeGreaterThan(0);
    const [part = ''] = readdirSync(folder);
    expect(part).toMatch(/^Lectern [-\d ]+ Tides\.webm\.part$/);
    expect(readFileSync(join(folder, part)).equals(first)).toBe(true);
    expect(list()).toEqual([join(folder, part)]);
    await recordings.write(second);
    const kept = await recordings.finish();
    expect(kept).toMatchObject({ name: part.slice(0, -5), path: join(folder, part.slice(0, -5)), seekable: true });
    expect(readdirSync(folder)).toEqual([kept?.name]);
    expect(list()).toEqual([]);
    expect(recordings.isKept(kept?.path ?? '')).toBe(true);
    expect(recordings.isKept('/etc/passwd')).toBe(false);
  });

  test('pieces sent without waiting for each other keep their order', async () => {
    const recordings = start();
    await recordings.start('');
    await Promise.all(pieces.map((piece) => recordings.write(piece)));
    expect(await recordings.finish()).toMatchObject({ seekable: true });
  });

  test('a second recording of the same minute gets a number, and a file that is there is never opened', async () => {
    const recordings = start();
    await record(recordings);
    const first = await recordings.finish();
    writeFileSync(first?.path ?? '', 'the person’s own');
    await record(recordings);
    const second = await recordings.finish();
    expect(second?.name).toMatch(/Tides( \(2\))?\.webm$/);
    expect(second?.path).not.toBe(first?.path);
    expect(readFileSync(first?.path ?? '', 'utf8')).toBe('the person’s own');
  });

  test('a recording that had nothing in it yet leaves nothing', async () => {
    const recordings = start();
    await recordings.start('');
    expect(await recordings.finish()).toBeNull();
    expect(readdirSync(folder)).toEqual([]);
  });

  test('the next start finishes what a killed one left, tells it once, and takes no other profile’s file', async () => {
    const part = 'Lectern 2026-11-22 14-05 Tides.webm.part';
    const other = part.replace('Tides', 'Other');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, part), Buffer.concat(pieces));
    writeFileSync(join(profile, 'unfinished-recordings.json'), JSON.stringify([join(folder, part)]));
    writeFileSync(join(folder, other), 'somebody else is writing this');
    writeFileSync(join(folder, `${part}.new`), 'a first attempt to finish it was cut off');
    const next = start();
    const recovery = next.recover();
    expect(await next.takeInterrupted()).toEqual([
      { path: join(folder, basename(part, '.part')), name: basename(part, '.part'), seekable: true },
    ]);
    await recovery;
    expect(await next.takeInterrupted()).toEqual([]);
    expect(readdirSync(folder).toSorted()).toEqual([other, basename(part, '.part')]);
    expect(list()).toEqual([]);
  });

  test('an unfinished file whose disk is away is waited for; one that the person took is forgotten', async () => {
    const [away, gone] = [join(folder, 'unplugged/a.webm.part'), join(profile, 'b.webm.part')];
    writeFileSync(join(profile, 'unfinished-recordings.json'), JSON.stringify([away, gone]));
    await start().recover();
    expect(list()).toEqual([away]);
  });

  test('what cannot be made seekable is kept as it was written', async () => {
    const recordings = start({ makeSeekable: () => Promise.reject(new Error('its process ended')) });
    await record(recordings);
    const kept = await recordings.finish();
    expect(kept).toMatchObject({ seekable: false });
    expect(readFileSync(kept?.path ?? '').equals(Buffer.concat(pieces))).toBe(true);
  });

  test('a page that is gone leaves a finished recording to the next one', async () => {
    const recordings = start();
    await record(recordings);
    await recordings.abandon();
    expect(recordings.isBusy).toBe(false);
    expect(await recordings.takeInterrupted()).toMatchObject([{ seekable: true }]);
    await expect(recordings.write(new Uint8Array(1))).rejects.toThrow('Nothing is being recorded.');
  });

  test('a folder that cannot be made is said, and the next start works', async () => {
    let place = join(profile, 'file', 'below');
    writeFileSync(join(profile, 'file'), '');
    const recordings = start({ folder: () => place });
    await expect(recordings.start('')).rejects.toThrow(`Lectern can’t make a file in “${place}”.`);
    place = folder;
    await record(recordings);
    expect(await recordings.finish()).toMatchObject({ seekable: true });
  });

  /** Real disks of a size; only root on Linux may mount them. */
  const canMount = process.platform === 'linux' && process.getuid?.() === 0;
  const mount = (size: string): void => {
    mkdirSync(folder, { recursive: true });
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder]);
  };

  test.runIf(canMount)('a disk with too little room is refused before anything is recorded', async () => {
    mount('8m');
    try {
      await expect(start().start('Tides')).rejects.toThrow(/too little space .*\(8 MB\)/);
      expect(readdirSync(folder)).toEqual([]);
      expect(list()).toEqual([]);
    } finally {
      execFileSync('umount', [folder]);
    }
  });

  test.runIf(canMount)('a disk that fills up ends the recording, and what was written is kept', async () => {
    mount('202m');
    try {
      const recordings = start();
      await record(recordings);
      const { bavail, bsize } = statfsSync(folder);
      // Something else takes all but one page of what is left.
      execFileSync('fallocate', ['-l', String((bavail - 1) * bsize), join(folder, 'big')]);
      await expect(recordings.write(new Uint8Array(100_000))).rejects.toThrow('The disk is full.');
      const kept = await recordings.finish();
      expect(kept).toMatchObject({ seekable: false });
      expect(existsSync(kept?.path ?? '')).toBe(true);
      const file = readFileSync(kept?.path ?? '');
      expect(file.subarray(0, Buffer.concat(pieces).length).equals(Buffer.concat(pieces))).toBe(true);
    } finally {
      execFileSync('umount', [folder]);
    }
  });
});
