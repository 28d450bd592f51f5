import { defineConfig } from 'vitest/config';

/**
 * Unit tests are beside the code that they test; contract tests cross workspaces over real sockets. The
 * timeout only ends tests that hang: on a busy machine a simulation may take ten times as long as usual.
 */
const testTimeout = 30_000;

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          testTimeout,
          include: [
            '{protocol,state,steering,bridge,rtc,signaling-server,watcher-web,renderer,electron,scripts,build}/**/*.test.ts',
          ],
        },
      },
      { test: { name: 'contract', include: ['tests/contract/**/*.test.ts'], testTimeout } },
    ],
  },
});
