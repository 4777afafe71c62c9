// How the client is built. The result is embedded into the server binary, which serves it under a policy
// without inline scripts or styles, so nothing here may be inlined: every asset is a file with a hash in its
// name.
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [svelte()],
  resolve: { alias: { $lib: fileURLToPath(new URL('./src/lib', import.meta.url)) } },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
  },
  server: {
    proxy: Object.fromEntries(
      ['/chat', '/runs', '/config', '/content', '/auth_setup', '/.auth'].map((path) => [
        path,
        'http://127.0.0.1:8080',
      ]),
    ),
  },
});
