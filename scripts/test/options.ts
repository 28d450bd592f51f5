/** The options of `npm test --`. */
import { parseArgs } from 'node:util';

export interface TestOptions {
  /** Whether system packages may be installed. */
  readonly mayInstall: boolean;
  /** Paths, or parts of them; without any, all tests run. */
  readonly unitFiles: readonly string[];
  readonly endToEndFiles: readonly string[];
}

export const testHelp = `npm test                   runs all tests; on Debian and Ubuntu installs what they need
npm test -- --no-install   installs no system packages and skips the tests that need them
npm test -- PATH…          runs only these files, such as tests/e2e/scene.spec.ts or rtc`;

/** Throws an `Error` whose message can be shown. `help`: the text above was asked for. */
export function readTestOptions(args: readonly string[]): TestOptions | 'help' {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { install: { type: 'boolean', default: true }, help: { type: 'boolean', short: 'h', default: false } },
    allowNegative: true,
    allowPositionals: true,
  });
  if (values.help) return 'help';
  const isEndToEnd = (path: string): boolean => path.includes('.spec') || path.includes('e2e');
  return {
    mayInstall: values.install,
    unitFiles: positionals.filter((path) => !isEndToEnd(path)),
    endToEndFiles: positionals.filter(isEndToEnd),
  };
}
