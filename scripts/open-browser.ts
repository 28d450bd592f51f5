/** Opens an address in the system's browser. */
import { spawn } from 'node:child_process';

const opener: Readonly<Record<string, readonly [string, ...string[]]>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};

export function openBrowser(address: string): void {
  const [program, ...args] = opener[process.platform] ?? ['xdg-open'];
  const child = spawn(program, [...args, address], { stdio: 'ignore', detached: true });
  child.on('error', () => {}); // The address is on the screen as well.
  child.unref();
}
