import { resolve } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { Features } from 'lightningcss';
import { defineConfig } from 'vitest/config';
import { budgets } from './build/budgets.ts';
import { classFields, SYNTAX_TARGET } from './build/class_fields.ts';
import { chunkGroups, preloadStart } from './build/chunks.ts';
import { fixedProps } from './build/fixed_props.ts';
import { neverUsed } from './build/never.ts';
import { messages } from './build/messages.ts';
import { slimSchema } from './build/schema.ts';
import { shortKeys } from './build/short_keys.ts';
import { serviceWorker } from './build/service_worker.ts';
import { appVersion } from './build/version.ts';

/** The oldest browsers of the phones in the field; for scripts, `SYNTAX_TARGET` says the same. */
const TARGET = ['chrome99', 'safari15.4'];

export default defineConfig({
  plugins: [svelte(), neverUsed(), fixedProps(), messages(), slimSchema(), classFields(), shortKeys(), preloadStart(), serviceWorker(SYNTAX_TARGET), budgets()],
  define: { __APP_VERSION__: JSON.stringify(appVersion()) },
  // Colours that follow the scheme are ours (styles/tokens.css); no stand-in for light-dark() is needed.
  css: { lightningcss: { exclude: Features.LightDark } },
  build: {
    target: SYNTAX_TARGET,
    cssTarget: TARGET,
    // Terser first, then Rolldown's own (below): each takes what the other leaves, 1.8 KB of the field's 80 under brotli.
    // Names are left to the second. Nothing here asks a function how many arguments it takes, or reads a property only
    // for what reading does.
    minify: 'terser',
    terserOptions: { module: true, ecma: 2020, compress: { passes: 3, inline: 1, keep_fargs: false, pure_getters: true }, mangle: false },
    outDir: resolve(import.meta.dirname, '../server/static/app'),
    emptyOutDir: true,
    assetsInlineLimit: 0, // the content security policy allows no data: scripts or styles
    cssCodeSplit: false,
    modulePreload: false, // the page names the one that matters; the worker holds the rest
    rolldownOptions: {
      checks: { pluginTimings: false },
      output: {
        codeSplitting: { groups: chunkGroups() },
        minify: { compress: { treeshake: { propertyReadSideEffects: false } }, mangle: { toplevel: true } },
      },
    },
    reportCompressedSize: false,
  },
  server: { proxy: { '/api': 'http://127.0.0.1:8000' } },
  test: {
    // Rune-free modules only: in Node, runes compile to the server build. What renders is tested in Chromium.
    include: ['src/**/*.test.ts', 'build/**/*.test.ts'],
    environment: 'node',
    passWithNoTests: false,
    allowOnly: false,
    testTimeout: 15_000,
    dangerouslyIgnoreUnhandledErrors: false,
  },
});
