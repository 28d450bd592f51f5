/**
 * The presenter UI as static files. The content policy is strict, so nothing is put inline: no
 * script, no style.
 */
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [react()],
  // Served from app://lectern and, in a browser, from wherever the start script puts it.
  base: './',
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // Electron 33 is Chromium 130; the presenter in a browser needs a current one anyway.
    target: 'chrome130',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    sourcemap: true,
    // The window, and the control strip's own small page.
    rolldownOptions: { input: ['index.html', 'strip.html'] },
  },
  worker: { format: 'es' },
});
