/** Recordings on a real disk: order, names, crashes, and disks that fill up. */
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
import { Saving } from '../files/saving.ts';
import { fakeLogger, type FakeLogger } from '../log/logger.fixture.ts';
import { makeSeekable } from './make-seekable.ts';
import { Recordings } from './recordings.ts';
import { ENCODING_MS, hasFfmpeg, recordedLive } from './live-recording.fixture.ts';
import { UnfinishedList } from './unfinished-list.ts';

describe.runIf(hasFfmpeg)('recordings on the disk (needs ffmpeg)', { timeout: ENCODING_MS }, () => {
  let profile: string;
  let folder: string;
  /** Two seconds of a recording, in the pieces that arrive. */
  let pieces: readonly Uint8Array[];
  let log: FakeLogger;

  beforeAll(() => {
    const whole = recordedLive(2, { sound: false });
    const middle = Math.floor(whole.length / 2);
    pieces = [whole.subarray(0, middle), whole.subarray(middle)];
  }, ENCODING_MS);
  beforeEach(() => {
    profile = mkdtempSync(join(tmpdir(), 'lectern-profile-'));
    folder = join(profile, 'Videos', 'Lectern');
    log = fakeLogger();
  });
  afterEach(() => rmSync(profile, { recursive: true }));

  const start = (options: Partial<ConstructorParameters<typeof Recordings>[0]> = {}): Recordings =>
    new Recordings({
      folder: () => folder,
      unfinished: new UnfinishedList(profile, new Saving(log), log),
      makeSeekable,
      log,
      ...options,
    });
  const list = (): unknown => JSON.parse(readFileSync(join(profile, 'unfinished-recordings.json'), 'utf8'));

  async function record(recordings: Recordings): Promise<void> {
    await recordings.start('Tides');
    for (const piece of pieces) await recordings.write(piece);
  }

  test('an acknowledged piece is on the disk, and in the end there is one seekable file', async () => {
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
    expect(recordings.isSaved(kept?.path ?? '')).toBe(true);
    expect(recordings.isSaved('/etc/passwd')).toBe(false);
  });

  test('pieces that are sent in parallel keep their order', async () => {
    const recordings = start();
    await recordings.start('');
    await Promise.all(pieces.map((piece) => recordings.write(piece)));
    expect(await recordings.finish()).toMatchObject({ seekable: true });
  });

  test('a second recording of the same minute gets a number, and an existing file is never opened', async () => {
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

  test('an empty recording leaves no file', async () => {
    const recordings = start();
    await recordings.start('');
    expect(await recordings.finish()).toBeNull();
    expect(readdirSync(folder)).toEqual([]);
  });

  test('the next start finishes what a killed run left, reports it once, and leaves other profiles’ files alone', async () => {
    const part = 'Lectern 2026-11-22 14-05 Tides.webm.part';
    const other = part.replace('Tides', 'Other');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, part), Buffer.concat(pieces));
    writeFileSync(join(profile, 'unfinished-recordings.json'), JSON.stringify([join(folder, part)]));
    writeFileSync(join(folder, other), 'somebody else is writing this');
    writeFileSync(join(folder, `${part}.new`), 'a first attempt to finish it was cut off');
    const next = start();
    const recovery = next.recover();
    expect(await next.claimInterrupted()).toEqual([
      { path: join(folder, basename(part, '.part')), name: basename(part, '.part'), seekable: true },
    ]);
    await recovery;
    expect(await next.claimInterrupted()).toEqual([]);
    expect(readdirSync(folder).toSorted()).toEqual([other, basename(part, '.part')]);
    expect(list()).toEqual([]);
  });

  test('an unfinished file on a missing disk stays listed; one that the person removed does not', async () => {
    const [away, gone] = [join(folder, 'unplugged/a.webm.part'), join(profile, 'b.webm.part')];
    writeFileSync(join(profile, 'unfinished-recordings.json'), JSON.stringify([away, gone]));
    await start().recover();
    expect(list()).toEqual([away]);
  });

  test('a file that cannot be made seekable stays as it was written', async () => {
    const recordings = start({ makeSeekable: () => Promise.reject(new Error('its process ended')) });
    await record(recordings);
    const kept = await recordings.finish();
    expect(kept).toMatchObject({ seekable: false });
    expect(readFileSync(kept?.path ?? '').equals(Buffer.concat(pieces))).toBe(true);
  });

  test('the recording of a page that is gone is finished, and the next page can claim it', async () => {
    const recordings = start();
    await record(recordings);
    await recordings.abandon();
    expect(recordings.isBusy).toBe(false);
    expect(await recordings.claimInterrupted()).toMatchObject([{ seekable: true }]);
    await expect(recordings.write(new Uint8Array(1))).rejects.toThrow('Nothing is being recorded.');
  });

  test('a folder that cannot be created is reported, and the next recording works', async () => {
    let place = join(profile, 'file', 'below');
    writeFileSync(join(profile, 'file'), '');
    const recordings = start({ folder: () => place });
    await expect(recordings.start('')).rejects.toThrow(`Lectern can’t create a file in “${place}”.`);
    place = folder;
    await record(recordings);
    expect(await recordings.finish()).toMatchObject({ seekable: true });
  });

  /** Real disks of a given size, which only root on Linux may mount. */
  const canMount = process.platform === 'linux' && process.getuid?.() === 0;
  const mount = (size: string): void => {
    mkdirSync(folder, { recursive: true });
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder]);
  };

  test.runIf(canMount)('a disk with too little space is refused before anything is recorded', async () => {
    mount('8m');
    try {
      await expect(start().start('Tides')).rejects.toThrow(/too little space .*\(8 MB\)/);
      expect(readdirSync(folder)).toEqual([]);
      expect(list()).toEqual([]);
    } finally {
      execFileSync('umount', [folder]);
    }
  });

  test.runIf(canMount)('a disk that fills up ends the recording, and its file is kept', async () => {
    mount('202m');
    try {
      const recordings = start();
      await record(recordings);
      const { bavail, bsize } = statfsSync(folder);
      // Another program fills all but one page of the rest.
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
