/** The watcher page as static files. The content policy is strict, so nothing is put inline: no script, no style. */
import react from '@vitejs/plugin-react';
import { defineConfig, type HtmlTagDescriptor, type Plugin } from 'vite';

const EARLY = 'early-socket';

/**
 * Tells the browser of everything at once. The early script comes first: it is the one to have the connection that the page came on,
 * every other file costs the round trip of a connection of its own. The UI is fetched while the core connects.
 */
function orderOfArrival(): Plugin {
  return {
    name: 'lectern:order-of-arrival',
    transformIndexHtml: {
      order: 'post',
      handler: (html, { bundle }) => {
        if (!bundle) return html;
        const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
        const entries = chunks.filter(({ isEntry }) => isEntry);
        const early = entries.filter(({ name }) => name === EARLY);
        // What the core itself asks for. What the UI asks for in its turn is behind a press.
        const late = new Set(entries.flatMap(({ dynamicImports }) => dynamicImports));
        for (const name of late) for (const needed of imports(chunks, name)) late.add(needed);
        for (const { fileName } of entries) late.delete(fileName);
        return { html, tags: [...early.map(({ fileName }) => earlyTag(fileName)), ...[...late].map(lateTag)] };
      },
    },
  };
}

const imports = (chunks: readonly { fileName: string; imports: string[] }[], name: string): readonly string[] =>
  chunks.find(({ fileName }) => fileName === name)?.imports ?? [];

const earlyTag = (fileName: string): HtmlTagDescriptor => ({
  tag: 'script',
  attrs: {
    type: 'module',
    async: true,
    crossorigin: true,
    fetchpriority: 'high',
    'data-early': true,
    src: `/${fileName}`,
  },
  injectTo: 'head-prepend',
});

const lateTag = (fileName: string): HtmlTagDescriptor => ({
  tag: 'link',
  attrs: { rel: 'modulepreload', crossorigin: true, fetchpriority: 'low', href: `/${fileName}` },
  injectTo: 'head',
});

/**
 * Socket.IO takes its parser as a namespace, which the bundler can only make with a helper; and a helper that other files use as well
 * becomes a file of its own, which the connecting core would have to wait for.
 */
function nameParser(): Plugin {
  const asNamespace = 'import * as parser from "socket.io-parser";';
  const byName = 'import { Decoder, Encoder } from "socket.io-parser"; const parser = { Decoder, Encoder };';
  return {
    name: 'lectern:name-parser',
    transform: {
      filter: { id: /socket\.io-client\/build\/esm\/manager\.js$/ },
      handler(code) {
        if (!code.includes(asNamespace)) this.error('Socket.IO takes its parser in another way now: look here again.');
        return { code: code.replace(asNamespace, byName), map: null };
      },
    },
  };
}

/**
 * loglevel is written for AMD, CommonJS and globals. As an ES module it needs no interop code, which would be another file that the core
 * waits for.
 */
function moduleOfLoglevel(): Plugin {
  return {
    name: 'lectern:module-of-loglevel',
    transform: {
      filter: { id: /node_modules\/loglevel\/lib\/loglevel\.js$/ },
      handler: (code) => ({
        code: `const module = { exports: {} };\n${code}\nexport default module.exports;`,
        map: null,
      }),
    },
  };
}

export default defineConfig({
  plugins: [react(), orderOfArrival(), nameParser(), moduleOfLoglevel()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: ['chrome109', 'firefox115', 'safari16.4'],
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    sourcemap: true,
    rollupOptions: {
      input: { index: 'index.html', [EARLY]: 'src/session/early-socket.ts' },
    },
  },
  server: {
    proxy: { '/signaling': { target: process.env['LECTERN_SERVICE_URL'] ?? 'http://127.0.0.1:8420', ws: true } },
  },
});
