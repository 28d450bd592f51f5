/** Builds the watcher page as static files. Its CSP is strict, so no script or style is inline. */
import react from '@vitejs/plugin-react';
import { defineConfig, type HtmlTagDescriptor, type Plugin } from 'vite';
import { compressFiles } from './compress-files.ts';
import { drawPageIcon } from './page-icon.ts';

const EARLY = 'early-socket';

/**
 * Names every file in the HTML, so that the browser loads them all at once. The early script comes
 * first: it reuses the connection of the page, while every other file may need one of its own. The
 * UI loads while the core connects.
 */
function preloadInOrder(): Plugin {
  return {
    name: 'lectern:preload-in-order',
    transformIndexHtml: {
      order: 'post',
      handler: (html, { bundle }) => {
        if (!bundle) return html;
        const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
        const entries = chunks.filter(({ isEntry }) => isEntry);
        const early = entries.filter(({ name }) => name === EARLY);
        // What the core imports dynamically. What the UI imports dynamically loads on demand.
        const late = new Set(entries.flatMap(({ dynamicImports }) => dynamicImports));
        for (const name of late) for (const needed of imports(chunks, name)) late.add(needed);
        for (const { fileName } of entries) late.delete(fileName);
        return {
          html: asSeenFromRoom(html),
          tags: [...early.map(({ fileName }) => earlyTag(fileName)), ...[...late].map(lateTag)],
        };
      },
    },
  };
}

/**
 * A room's page is one level below the address of the service, which may itself be a path of its
 * host.
 */
const asSeenFromRoom = (html: string): string => html.replaceAll(/(\s(?:src|href)=")\.\//g, '$1../');

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
    src: `../${fileName}`,
  },
  injectTo: 'head-prepend',
});

const lateTag = (fileName: string): HtmlTagDescriptor => ({
  tag: 'link',
  attrs: { rel: 'modulepreload', crossorigin: true, fetchpriority: 'low', href: `../${fileName}` },
  injectTo: 'head',
});

/**
 * Socket.IO imports its parser as a namespace, for which the bundler needs a runtime helper. React
 * needs that helper too, so it would become a file of its own that the core waits for.
 */
function importParserByName(): Plugin {
  const asNamespace = 'import * as parser from "socket.io-parser";';
  const byName = 'import { Decoder, Encoder } from "socket.io-parser"; const parser = { Decoder, Encoder };';
  return {
    name: 'lectern:import-parser-by-name',
    transform: {
      filter: { id: /socket\.io-client\/build\/esm\/manager\.js$/ },
      handler(code) {
        if (!code.includes(asNamespace))
          this.error('Socket.IO no longer imports its parser as a namespace: adapt or remove this plugin.');
        return { code: code.replace(asNamespace, byName), map: null };
      },
    },
  };
}

/** Socket.IO brings three transports, of which the signaling client uses one. */
function onlyWebSocket(): Plugin {
  const all = /export const transports = \{\s*websocket: WS,\s*webtransport: WT,\s*polling: XHR,\s*\};/;
  return {
    name: 'lectern:only-web-socket',
    transform: {
      filter: { id: /engine\.io-client\/build\/esm\/transports\/(index|polling-xhr)\.js$/ },
      handler(code, id) {
        // Nothing uses it, but it listens for the end of the page, which would keep it.
        if (id.endsWith('polling-xhr.js')) return { code, map: null, moduleSideEffects: false };
        if (!all.test(code)) this.error('Socket.IO has other transports now: adapt or remove this plugin.');
        return {
          code: 'import { WS } from "./websocket.node.js"; export const transports = { websocket: WS };',
          map: null,
        };
      },
    },
  };
}

/** loglevel is CommonJS, which needs a helper as well. Its code works as an ES module. */
function loglevelAsModule(): Plugin {
  return {
    name: 'lectern:loglevel-as-module',
    transform: {
      filter: { id: /node_modules\/loglevel\/lib\/loglevel\.js$/ },
      handler: (code) => ({
        code: `const module = { exports: {} };\n${code}\nexport default module.exports;`,
        map: null,
      }),
    },
  };
}

const compressBuild = (): Plugin => ({
  name: 'lectern:compress-build',
  writeBundle: ({ dir = 'dist' }) => compressFiles(dir),
});

export default defineConfig({
  // The service may be under a path of its host, so every address is relative.
  base: './',
  plugins: [
    react(),
    drawPageIcon(),
    preloadInOrder(),
    importParserByName(),
    onlyWebSocket(),
    loglevelAsModule(),
    compressBuild(),
  ],
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
