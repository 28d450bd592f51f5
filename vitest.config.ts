/**
 * Which tests are unit, contract and far ones, in which order they start, and how long they may
 * take.
 */
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Unit tests are beside the code that they test; contract tests cross workspaces over real sockets.
 * The timeout only ends tests that hang: on a busy machine a simulation may take ten times as long
 * as usual.
 */
const testTimeout = 30_000;
/**
 * On a busy machine the defaults are timed claims: ten seconds for a hook, and one for a fact that
 * `expect.poll` waits for.
 */
const waits = { testTimeout, hookTimeout: testTimeout, expect: { poll: { timeout: 25_000 } } };

/** Files that take long start first, so that none of them is left for one worker at the end. */
const longest = ['hostile.test.ts', 'room-file.test.ts', 'rooms.model.test.ts', 'simulation.test.ts'];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification): boolean => longest.some((name) => moduleId.endsWith(name));
    // oxlint-disable-next-line unicorn/no-array-sort -- not of an array
    const sorted = await super.sort(files);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

export default defineConfig({
  test: {
    globalSetup: 'scripts/programs/run-folder.ts',
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: 'unit',
          ...waits,
          include: [
            '{protocol,state,steering,bridge,rtc,signaling-server,watcher-web,renderer,electron,scripts,build}/**/*.test.ts',
            'tests/simulation/**/*.test.ts',
          ],
        },
      },
      // The same tests, with presenter, watchers and room on different instances.
      {
        test: {
          name: 'far',
          include: [
            'tests/contract/{awaited-room,links,lobby,passcode,presenter-entrance,presenters,races,removal,streams,token-renewal,versions,whip}.test.ts',
          ],
          env: { TEST_INSTANCES: '3' },
          ...waits,
        },
      },
      { test: { name: 'contract', include: ['tests/contract/**/*.test.ts'], ...waits } },
    ],
  },
});
