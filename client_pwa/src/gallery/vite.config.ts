/* Builds the gallery alone, apart from the app: no phone ever fetches it. `vite build --config src/gallery/vite.config.ts --outDir …` */
import { resolve } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { messages } from '../../build/messages.ts';

export default defineConfig({
  root: import.meta.dirname,
  publicDir: false,
  plugins: [svelte({ configFile: resolve(import.meta.dirname, '../../svelte.config.js') }), messages()],
  define: { __APP_VERSION__: '"gallery"' },
  build: { target: ['chrome99', 'safari15.4'], cssTarget: ['chrome99', 'safari15.4'], assetsInlineLimit: 0, modulePreload: { polyfill: false }, emptyOutDir: true },
});
