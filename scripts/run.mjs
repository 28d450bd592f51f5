/**
 * The entry of every npm command. Plain JavaScript without packages, because it runs on the Node
 * that the machine has, before anything is installed. `node scripts/run.mjs start` checks that
 * Node, runs `npm ci` if needed, and starts `scripts/start/main.ts` on the project's own Node.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stamp = join(root, 'node_modules', '.cache', 'lectern', 'installed');
const isWindows = process.platform === 'win32';
/** The oldest Node that installs the project. */
const oldest = [20, 19];
/** The first Node that runs TypeScript files without a flag. */
const runsTypeScript = [22, 18];
const PARENT_POLL_MS = 500;

const [command, ...args] = process.argv.slice(2);
if (!isAtLeast(oldest)) {
  fail(
    `Lectern needs Node 20.19 or newer, and this is Node ${process.versions.node}. Get a newer one from https://nodejs.org.`,
  );
}
if (needsInstall()) install();
runCommand(findProjectNode());

function isAtLeast([major, minor]) {
  const [ownMajor = 0, ownMinor = 0] = process.versions.node.split('.').map(Number);
  return ownMajor > major || (ownMajor === major && ownMinor >= minor);
}

function needsInstall() {
  if (!existsSync(stamp)) return true;
  return statSync(join(root, 'package-lock.json')).mtimeMs > statSync(stamp).mtimeMs;
}

function install() {
  process.stderr.write('Installing the packages that Lectern needs. This takes about a minute, once…\n');
  const result = spawnSync('npm', ['ci', '--include=dev', '--loglevel=error'], {
    cwd: root,
    // Browsers and Electron are downloaded later, by the commands that need them.
    env: { ...process.env, PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1' },
    stdio: ['ignore', 'ignore', 2],
    // On Windows npm is a batch file, which only a shell can start.
    shell: isWindows,
  });
  if (result.error) fail(`npm could not be started: ${result.error.message}`);
  if (result.status !== 0) fail('The packages could not be installed; see above. Is this machine online?');
  mkdirSync(dirname(stamp), { recursive: true });
  rmSync(stamp, { force: true });
  writeFileSync(stamp, process.versions.node);
}

/** The Node of the `node` package; this one where that is missing and this one is new enough. */
function findProjectNode() {
  const folder = join(root, 'node_modules', 'node');
  const binary = join(folder, 'bin', isWindows ? 'node.exe' : 'node');
  if (existsSync(binary)) return binary;
  if (isAtLeast(runsTypeScript)) return process.execPath;
  // npm may be set to run no install scripts; then the package's own script runs here.
  spawnSync(process.execPath, ['installArchSpecificPackage.js'], { cwd: folder, stdio: ['ignore', 2, 2] });
  if (!existsSync(binary)) fail('Node 24 could not be installed in this folder. Install Node 24 and try again.');
  return binary;
}

function runCommand(node) {
  const paths = [dirname(node), join(root, 'node_modules', '.bin'), process.env.PATH ?? ''];
  const child = spawn(node, [join(root, 'scripts', command, 'main.ts'), ...args], {
    cwd: root,
    env: { ...process.env, PATH: paths.join(isWindows ? ';' : ':') },
    // No message is sent over the IPC channel. It closes when this process ends, and the child sees
    // that.
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  // A terminal sends Ctrl-C to both processes; `kill` reaches this one only. Either way the child
  // shuts down by itself, and this process ends after it.
  process.on('SIGINT', () => child.kill('SIGINT'));
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  process.on('SIGHUP', () => child.kill('SIGTERM'));
  if (process.env.npm_lifecycle_event) endWithParent(child);
  child.on('error', (cause) => fail(`${node} could not be started: ${cause.message}`));
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
}

/**
 * npm starts this process through a shell, and a signal kills that shell without being passed on.
 * The only trace of it here is that the parent process changes.
 */
function endWithParent(child) {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) child.kill('SIGTERM');
  }, PARENT_POLL_MS).unref();
}

function fail(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}
