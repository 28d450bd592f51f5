/**
 * Every npm command enters here, on whatever Node the machine has and before anything is installed: plain JavaScript, no packages.
 * `node scripts/run.mjs start` checks Node, installs what is missing and goes on in `scripts/start.ts` with the project's own Node.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stamp = join(root, 'node_modules', '.cache', 'lectern', 'installed');
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
/** The first Node that runs TypeScript by leaving the types out. */
const stripsTypes = [22, 18];

const [command, ...args] = process.argv.slice(2);
if (!isAtLeast([20, 19])) {
  fail(
    `Lectern needs Node 20.19 or newer; this is Node ${process.versions.node}. Get a newer one from https://nodejs.org.`,
  );
}
if (needsInstall()) install();
go(ownNode());

function isAtLeast([major, minor]) {
  const [ownMajor = 0, ownMinor = 0] = process.versions.node.split('.').map(Number);
  return ownMajor > major || (ownMajor === major && ownMinor >= minor);
}

function needsInstall() {
  if (!existsSync(stamp)) return true;
  return statSync(join(root, 'package-lock.json')).mtimeMs > statSync(stamp).mtimeMs;
}

function install() {
  process.stderr.write('Installing what Lectern needs. This takes about a minute, only this once…\n');
  const environment = { ...process.env };
  // Browsers and Electron's binary are fetched later, by the commands that need them.
  environment.PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD = '1';
  // A surrounding NODE_ENV=production would leave out the tools that build the project.
  // What the lockfile says, and the lockfile left alone. Not `npm ci`: it refuses a lockfile without the packages of other platforms,
  // and a registry mirror that does not carry those makes npm write such a one.
  const result = spawnSync(npm, ['install', '--no-save', '--include=dev', '--loglevel=error'], {
    cwd: root,
    env: environment,
    stdio: ['ignore', 'ignore', 2],
    shell: process.platform === 'win32',
  });
  if (result.status !== 0) fail('The installation did not finish; see above. Is this machine online?');
  mkdirSync(dirname(stamp), { recursive: true });
  rmSync(stamp, { force: true });
  writeFileSync(stamp, process.versions.node);
}

/** The project's own Node; where its install script was not allowed to run, this one if it is new enough, else it runs now. */
function ownNode() {
  const folder = join(root, 'node_modules', 'node');
  const binary = join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (existsSync(binary)) return binary;
  if (isAtLeast(stripsTypes)) return process.execPath;
  spawnSync(process.execPath, ['installArchSpecificPackage.js'], { cwd: folder, stdio: ['ignore', 2, 2] });
  if (!existsSync(binary))
    fail('Node 24 could not be installed beside the project. Install Node 24 yourself and try again.');
  return binary;
}

function go(node) {
  const paths = [dirname(node), join(root, 'node_modules', '.bin'), process.env.PATH ?? ''];
  const child = spawn(node, [join(root, 'scripts', `${command}.ts`), ...args], {
    cwd: root,
    env: { ...process.env, PATH: paths.join(process.platform === 'win32' ? ';' : ':') },
    // The channel carries nothing: its end tells the child that this process has gone, however it went.
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  // The child ends in its own time, and this process after it. A terminal's Ctrl-C reaches both; one sent to this process alone does not.
  process.on('SIGINT', () => child.kill('SIGINT'));
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  process.on('SIGHUP', () => child.kill('SIGTERM'));
  if (process.env.npm_lifecycle_event) endWithParent(child);
  child.on('error', (cause) => fail(`Could not start ${node}: ${cause.message}`));
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
}

/** npm puts a shell in between that dies of a signal without passing it on; the system tells of that by nothing but a new parent. */
function endWithParent(child) {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) child.kill('SIGTERM');
  }, 500).unref();
}

function fail(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}
