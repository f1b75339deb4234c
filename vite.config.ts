import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { runnerImport, type Plugin } from 'vite';
import type { Rolldown } from 'vite';
import { defineConfig } from 'vitest/config';
import { editorAliases, editorOptimizeDeps } from './src/editor/vite-settings.ts';
import type { prerender } from './src/prerender.tsx';

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

const noStyles: Plugin = {
  name: 'no-styles',
  enforce: 'pre',
  resolveId: (id) => (id.endsWith('.css') ? '\0no-styles' : null),
  load: (id) => (id === '\0no-styles' ? '' : null),
};

/** Puts the first picture into the built page: it is seen before any script has come. */
function firstPicturePlugin(): Plugin {
  return {
    name: 'first-picture',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      async handler(html) {
        const file = fileURLToPath(new URL('src/prerender.tsx', import.meta.url));
        const { module } = await runnerImport<{ prerender: typeof prerender }>(file, {
          configFile: false,
          logLevel: 'error',
          plugins: [noStyles],
        });
        return html.replace(
          /(<template id="(known|unknown)">)/g,
          (start, _tag, name) => `${start}${module.prerender(name === 'known')}`,
        );
      },
    },
  };
}

/**
 * Nearly all of these files runs at once: compiled while they arrive, on another thread, they need not be function by function when the
 * page waits for it. Browsers that do not know the hint ignore it.
 */
function compileHintPlugin(hinted: readonly string[]): Plugin {
  return {
    name: 'compile-hint',
    apply: 'build',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        for (const file of Object.values(bundle))
          if (file.type === 'chunk' && hinted.includes(file.name))
            file.code = `//# allFunctionsCalledOnLoad\n${file.code}`;
      },
    },
  };
}

/**
 * One file for all that a module imports plainly, at any depth, and no earlier group has: it comes in one piece, and what is fetched later
 * shares it.
 */
function oneFile(name: string, entry: string): Rolldown.CodeSplittingGroup {
  const reached = new Set<string>();
  return {
    debugName: name,
    name(id, context) {
      const visit = (module: string): void => {
        if (reached.has(module)) return;
        reached.add(module);
        for (const imported of context.getModuleInfo(module)?.importedIds ?? []) visit(imported);
      };
      if (reached.size === 0) visit(fileURLToPath(new URL(entry, import.meta.url)));
      return reached.has(id) ? name : null;
    },
  };
}

export default defineConfig({
  base: './',
  plugins: [react(), firstPicturePlugin(), policyPlugin(), compileHintPlugin(['frame', 'drawings'])],
  resolve: { alias: editorAliases },
  optimizeDeps: editorOptimizeDeps,
  worker: { format: 'es' },
  build: {
    target: 'es2023',
    chunkSizeWarningLimit: 8000,
    // Browsers of the target preload modules by themselves.
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [oneFile('frame', 'src/main.ts'), oneFile('drawings', 'src/ui/drawings.ts')],
        },
      },
    },
  },
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'e2e/**/*.test.ts'],
    benchmark: { include: ['src/**/*.bench.ts'] },
    testTimeout: 60_000,
  },
});
