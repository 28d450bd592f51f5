import { defineConfig } from 'vitest/config';

/** Unit tests sit beside the code that they test; contract tests cross workspaces over real sockets. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            '{protocol,state,steering,bridge,rtc,signaling-server,watcher-web,renderer,electron,scripts,build}/**/*.test.ts',
          ],
        },
      },
      { test: { name: 'contract', include: ['tests/contract/**/*.test.ts'], testTimeout: 20_000 } },
    ],
  },
});
