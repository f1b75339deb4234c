import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import type { Plugin } from 'vite';
import type { Rolldown } from 'vite';
import { defineConfig } from 'vitest/config';
import { editorAliases, editorOptimizeDeps } from './src/editor/vite-settings.ts';

/** Everything comes from the page's own origin, or is in index.html itself; Monaco sets its colours through style elements. */
const contentSecurityPolicy = (scripts: readonly string[]): string =>
  [
    "default-src 'self'",
    `script-src 'self' ${scripts.map(hashSource).join(' ')}`,
    "style-src 'self' 'unsafe-inline'",
    "worker-src 'self'",
    "font-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');

function hashSource(script: string): string {
  return `'sha256-${createHash('sha256').update(script).digest('base64')}'`;
}

/** Only the built page carries the policy: the dev server needs inline scripts of its own and a web socket. */
function policyPlugin(): Plugin {
  return {
    name: 'content-security-policy',
    apply: 'build',
    // Last, when what the page says itself is final.
    transformIndexHtml: {
      order: 'post',
      handler(html) {
        const scripts = [...html.matchAll(/<script>(.*?)<\/script>/gs)].map(([, text]) => text ?? '');
        const content = contentSecurityPolicy(scripts);
        return [
          {
            tag: 'meta',
            attrs: { 'http-equiv': 'Content-Security-Policy', content },
            injectTo: 'head-prepend',
          },
        ];
      },
    },
  };
}

/**
 * One file for all that src/main.ts imports plainly, at any depth: the page's frame comes in one piece, and what is fetched later shares
 * it.
 */
function frameFile(): (id: string, context: Rolldown.ChunkingContext) => string | null {
  const reached = new Set<string>();
  return (id, context) => {
    const visit = (module: string): void => {
      if (reached.has(module)) return;
      reached.add(module);
      for (const imported of context.getModuleInfo(module)?.importedIds ?? []) visit(imported);
    };
    if (reached.size === 0) visit(fileURLToPath(new URL('src/main.ts', import.meta.url)));
    return reached.has(id) ? 'frame' : null;
  };
}

export default defineConfig({
  base: './',
  plugins: [react(), policyPlugin()],
  resolve: { alias: editorAliases },
  optimizeDeps: editorOptimizeDeps,
  worker: { format: 'es' },
  build: {
    target: 'es2023',
    chunkSizeWarningLimit: 8000,
    // Browsers of the target preload modules by themselves.
    modulePreload: { polyfill: false },
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: frameFile(), debugName: 'frame' }] } } },
  },
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'e2e/**/*.test.ts'],
    benchmark: { include: ['src/**/*.bench.ts'] },
    testTimeout: 60_000,
  },
});
