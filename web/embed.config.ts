import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const root = import.meta.dirname;
const PLACE = 'CENTER_CSS';

/**
 * The web components of the partner center: modules that other sites load. Their styles go into the script, since each
 * element keeps its own in a shadow root.
 */
export default defineConfig({
  root,
  base: './',
  plugins: [react(), stylesInScript()],
  define: { 'process.env.NODE_ENV': '"production"' },
  build: {
    outDir: join(root, 'dist'),
    assetsDir: 'assets',
    assetsInlineLimit: 0,
    cssCodeSplit: false,
    modulePreload: false,
    cssTarget: ['chrome123', 'firefox121', 'safari17.5'],
    rollupOptions: {
      input: { center: join(root, 'portal/embed/main.ts') },
      output: { entryFileNames: 'assets/center-[hash].js', chunkFileNames: 'assets/center-[name]-[hash].js' },
    },
  },
});

/** Puts the collected styles where the script names them, and writes the small script of a lasting address. */
function stylesInScript(): Plugin {
  return {
    name: 'styles-in-script',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const files = Object.values(bundle);
        const css = files.flatMap((file) => (file.type === 'asset' && file.fileName.endsWith('.css') ? [file] : []));
        const text = css.map((file) => String(file.source)).join('\n');
        for (const file of css) delete bundle[file.fileName];
        const scripts = files.flatMap((file) => (file.type === 'chunk' ? [file] : []));
        // A function, or "$" in the styles would mean something.
        for (const script of scripts) script.code = script.code.replaceAll(PLACE, () => JSON.stringify(inRoot(text)));
        const entry = scripts.find((script) => script.isEntry);
        if (!entry) this.error('there is no entry for the components');
        // A plain script of another host has no address of its own to be relative to, but knows where it came from.
        const from = `document.currentScript?new URL("${entry.fileName}",document.currentScript.src).href`;
        const source = `import(${from}:"./${entry.fileName}");\n`;
        this.emitFile({ type: 'asset', fileName: 'center.js', source });
      },
    },
  };
}

/** A rem is the page's business; inside of an element it is always 16 pixels, as the scale of the theme says. */
function inRoot(css: string): string {
  return css.replaceAll(
    /(?<![\w.#-])(\d*\.?\d+)rem\b(?!\s*\*\s*var\(--mantine-scale)/g,
    (_, size: string) => `${Number(size) * 16}px`,
  );
}
