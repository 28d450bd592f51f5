/** A small disk of its own, which a test can fill. Mounting it needs root. */
import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmdirSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A profile of the app takes a few megabytes. */
const SIZE_MB = 48;
const CHUNK = Buffer.alloc(4096);

export class SmallDisk {
  readonly folder: string;
  readonly #filling: string;

  constructor() {
    this.folder = mkdtempSync(join(tmpdir(), 'lectern-disk-'));
    this.#filling = join(this.folder, 'filling');
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE_MB}m`, 'tmpfs', this.folder]);
  }

  /** Takes what is left, to the last byte. Call it again for what programs have freed since. */
  fill(): void {
    const file = openSync(this.#filling, 'a');
    try {
      for (;;) writeSync(file, CHUNK);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
    } finally {
      closeSync(file);
    }
  }

  free(): void {
    rmSync(this.#filling, { force: true });
  }

  close(): void {
    execFileSync('umount', ['-l', this.folder]);
    rmdirSync(this.folder);
  }
}
