/** Four bundles, each whole but for Electron itself: the main process and what it forks as modules, the two sandboxed preloads as CommonJS. */
import { builtinModules } from 'node:module';
import { defineConfig, type EnvironmentOptions } from 'vite';

const external = ['electron', ...builtinModules, ...builtinModules.map((name) => `node:${name}`)];

function bundle(input: string, file: string, format: 'es' | 'cjs'): EnvironmentOptions {
  return {
    consumer: 'server',
    resolve: { noExternal: true, external: ['electron'], conditions: ['node'] },
    build: {
      outDir: 'dist',
      emptyOutDir: false,
      // Node 20.18: Electron 33, the oldest runtime that this has to start on.
      target: 'node20.18',
      minify: format === 'cjs',
      sourcemap: format === 'es',
      rolldownOptions: {
        input,
        platform: 'node',
        external,
        output: { format, entryFileNames: file, codeSplitting: false },
      },
    },
  };
}

export default defineConfig({
  // Named, or Vite would build an environment for a page as well.
  builder: {
    buildApp: async (builder) => {
      const { main, preload, strip, seekable } = builder.environments;
      const parts = [main, preload, strip, seekable].filter((part) => part !== undefined);
      await Promise.all(parts.map((part) => builder.build(part)));
    },
  },
  environments: {
    main: bundle('src/main/main.ts', 'main.js', 'es'),
    preload: bundle('src/preload/preload.ts', 'preload.cjs', 'cjs'),
    strip: bundle('src/preload/strip-preload.ts', 'strip-preload.cjs', 'cjs'),
    seekable: bundle('src/main/recording/seekable-process.ts', 'seekable-process.js', 'es'),
  },
});
