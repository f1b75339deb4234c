/**
 * What Vite must know for Monaco: spread into `resolve.alias` and `optimizeDeps` of vite.config.ts, together with
 * `worker: { format: 'es' }`. Plain constants, so that the config can import this file.
 */
export const editorAliases: { find: string | RegExp; replacement: string }[] = [
  // monaco-yaml's worker still names modules by their path before Monaco 0.56.
  { find: /^monaco-editor\/esm\/vs\/(.*)$/, replacement: 'monaco-editor/$1' },
  {
    find: /^\..*\/(?:diffEditorWidget|multiDiffEditorWidget|viewGpuContext|viewLinesGpu)\.js$/,
    replacement: new URL('./unused-parts.ts', import.meta.url).pathname,
  },
  // The formatter of the YAML worker is never used.
  {
    find: /^prettier\/(?:standalone|plugins\/.*)$/,
    replacement: new URL('./no-formatter.ts', import.meta.url).pathname,
  },
];

export const editorOptimizeDeps: { include: string[] } = {
  include: ['monaco-editor/editor/editor.worker.js', 'monaco-yaml', 'monaco-yaml/yaml.worker.js'],
};
