/** The watcher page as static files. The content policy is strict, so nothing is put inline: no script, no style. */
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** Lets the browser fetch the UI while the core connects; without this it would learn of it only when the core runs. */
function preloadUi(): Plugin {
  return {
    name: 'lectern:preload-ui',
    transformIndexHtml: {
      order: 'post',
      handler: (_html, { bundle = {} }) =>
        Object.values(bundle)
          .filter((file) => file.type === 'chunk' && !file.isEntry)
          .map((file) => ({
            tag: 'link',
            attrs: { rel: 'modulepreload', crossorigin: true, fetchpriority: 'low', href: `/${file.fileName}` },
            injectTo: 'head' as const,
          })),
    },
  };
}

export default defineConfig({
  plugins: [react(), preloadUi()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: ['chrome109', 'firefox115', 'safari16.4'],
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    sourcemap: true,
  },
  server: {
    proxy: { '/signaling': { target: process.env['LECTERN_SERVICE_URL'] ?? 'http://127.0.0.1:8420', ws: true } },
  },
});
