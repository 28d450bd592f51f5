/**
 * Four bundles that need nothing but Electron: the main process and the process that it forks as ES
 * modules, and the two sandboxed preload scripts as CommonJS.
 */
import { builtinModules } from 'node:module';
import { defineConfig, type EnvironmentOptions } from 'vite';
import { picturesPlugin } from './pictures/pictures-plugin.ts';

const external = ['electron', ...builtinModules, ...builtinModules.map((name) => `node:${name}`)];

function bundle(input: string, file: string, format: 'es' | 'cjs'): EnvironmentOptions {
  return {
    consumer: 'server',
    resolve: { noExternal: true, external: ['electron'], conditions: ['node'] },
    build: {
      outDir: 'dist',
      emptyOutDir: false,
      // The Node of Electron 33, the oldest supported version.
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
  plugins: [picturesPlugin()],
  // With the default Vite would build an environment for a page, too.
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
