/** Two bundles, each whole but for Electron itself: the main process as a module, the sandboxed preload as CommonJS. */
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
      const { main, preload } = builder.environments;
      if (main && preload) await Promise.all([builder.build(main), builder.build(preload)]);
    },
  },
  environments: {
    main: bundle('src/main/main.ts', 'main.js', 'es'),
    preload: bundle('src/preload/preload.ts', 'preload.cjs', 'cjs'),
  },
});
