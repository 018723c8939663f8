import { existsSync } from 'node:fs';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const root = import.meta.dirname;

/** The applications of this one build: each is a folder with an index.html of its own. */
const entries = ['admin', 'portal'].filter((name) => existsSync(join(root, name, 'index.html')));

export default defineConfig({
  root,
  base: '/',
  plugins: [react()],
  // The server puts a fresh nonce in its place with each answer.
  html: { cspNonce: 'NONCE' },
  build: {
    outDir: join(root, 'dist'),
    emptyOutDir: true,
    assetsDir: 'assets',
    // Data addresses are no use under a strict policy for fonts and scripts, and small files compress well.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    cssTarget: ['chrome123', 'firefox121', 'safari17.5'],
    rollupOptions: {
      input: Object.fromEntries(entries.map((name) => [name, join(root, name, 'index.html')])),
    },
  },
});
