// How the client is built: the page, and embed.js, which other sites load to show the chat in theirs.
//
// The result is embedded into the server binary, which serves it under a policy without inline scripts or
// styles, so nothing here may be inlined: every asset is a file with a hash in its name, but for embed.js.
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';

const entries = {
  index: fileURLToPath(new URL('./index.html', import.meta.url)),
  embed: fileURLToPath(new URL('./src/embed.ts', import.meta.url)),
};

/** Tells embed.js the name of the style sheet, which it hands to the shadow trees. */
const nameStyles: Plugin = {
  name: 'parley-name-styles',
  apply: 'build',
  enforce: 'post',
  generateBundle(_, bundle) {
    const sheet = Object.keys(bundle).find((name) => /^assets\/style-.*\.css$/.test(name));
    const script = bundle['embed.js'];
    if (!sheet || script?.type !== 'chunk') throw new Error('the build has no style sheet or no embed.js');
    script.code = script.code.replace('%PARLEY_STYLES%', sheet);
  },
};

/** What the page asks the server for; `/chat` is also the beginning of `/chat_history`. */
const servedPaths = [
  '/chat',
  '/runs',
  '/config',
  '/content',
  '/documents',
  '/history',
  '/feedback',
  '/auth_setup',
  '/.auth',
];

export default defineConfig({
  plugins: [svelte(), nameStyles],
  resolve: { alias: { $lib: fileURLToPath(new URL('./src/lib', import.meta.url)) } },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    // One style sheet: a shadow tree takes it whole, and would not see those that lazy parts add to the page.
    cssCodeSplit: false,
    // Nor may anything be added to the head of another site's page.
    modulePreload: {
      polyfill: false,
      resolveDependencies: (_, files, { hostType }) => (hostType === 'html' ? files : []),
    },
    reportCompressedSize: true,
    rollupOptions: {
      input: entries,
      output: {
        entryFileNames: ({ name }) => (name === 'embed' ? 'embed.js' : 'assets/[name]-[hash].js'),
      },
    },
  },
  experimental: {
    // Scripts find each other beside themselves, from whichever page they are loaded.
    renderBuiltUrl: (_, { hostType }) => (hostType === 'html' ? undefined : { relative: true }),
  },
  server: {
    proxy: Object.fromEntries(servedPaths.map((path) => [path, 'http://127.0.0.1:8080'])),
  },
});
