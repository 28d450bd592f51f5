import { defineConfig } from 'vite';

/** One file that plain `node` runs: the container ships without node_modules. */
export default defineConfig({
  build: {
    ssr: 'src/main.ts',
    target: 'node24',
    outDir: 'dist',
    minify: false,
    rolldownOptions: { output: { entryFileNames: 'server.js', codeSplitting: false } },
  },
  ssr: { noExternal: true },
});
