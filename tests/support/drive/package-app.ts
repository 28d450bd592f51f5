/** Packs the presenter app as `npm run package -- --dir` does, with the Electron of this machine. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { runProgram } from '../../../scripts/programs/run-program.ts';

const root = resolve(import.meta.dirname, '../../..');

export interface PackedApp {
  /** What an installer would put on a disk. */
  readonly folder: string;
  readonly binary: string;
  readonly resources: string;
  /** What the command said. */
  readonly output: string;
}

/** Into a folder of its own, that the caller removes. Only the layout of Linux is known here. */
export async function packApp(environment: Readonly<Record<string, string>> = {}): Promise<PackedApp> {
  const out = await mkdtemp(join(tmpdir(), 'lectern-package-'));
  const { code, output } = await runProgram(
    process.execPath,
    [join(root, 'scripts/package/main.ts'), '--dir', '--out', out],
    { cwd: root, output: 'keep', env: { ...process.env, ...environment } },
  );
  if (code !== 0) {
    await rm(out, { recursive: true, force: true });
    throw new Error(`The app could not be packed:\n${output}`);
  }
  const unpacked = (await readdir(out)).find((name) => name.endsWith('-unpacked'));
  if (unpacked === undefined) throw new Error(`Nothing was packed:\n${output}`);
  const folder = join(out, unpacked);
  return { folder, binary: join(folder, 'lectern'), resources: join(folder, 'resources'), output };
}
