/** Builds the service into one file, which runs without node_modules. */
import { defineConfig, type Plugin } from 'vite';

/**
 * Leaves the `debug` package out: Socket.IO calls it a hundred times for each join, with arguments
 * that are made also while nothing is printed.
 */
const withoutDebugLines: Plugin = {
  name: 'without-debug-lines',
  load: (id) => (/[\\/]node_modules[\\/]debug[\\/]src[\\/]index\.js$/.test(id) ? SILENT_DEBUG : null),
};

const SILENT_DEBUG = `
const silent = Object.assign(() => undefined, { enabled: false });
module.exports = () => silent;
module.exports.debug = module.exports;
`;

/** One file that plain `node` runs: the container ships without node_modules. */
export default defineConfig({
  plugins: [withoutDebugLines],
  build: {
    ssr: 'src/main.ts',
    target: 'node24',
    outDir: 'dist',
    minify: false,
    rolldownOptions: { output: { entryFileNames: 'server.js', codeSplitting: false } },
  },
  ssr: { noExternal: true },
});
