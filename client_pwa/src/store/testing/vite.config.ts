// Builds bench.ts into one plain script for tests/e2e.
import { resolve } from 'node:path';
import { defineConfig } from 'vite';

export default defineConfig({
  publicDir: false,
  build: {
    target: ['chrome99', 'safari15.4'],
    rolldownOptions: {
      input: resolve(import.meta.dirname, 'bench.ts'),
      output: { format: 'iife', entryFileNames: 'bench.js' },
    },
  },
});
