/** Real files instead of Monaco's blob workers: the page's content security policy forbids `blob:`. */
export function installWorkers(): void {
  globalThis.MonacoEnvironment = {
    getWorker: (_moduleId, label) => createWorker(label),
  };
}

export function createWorker(label: string): Worker {
  // Vite finds workers by this very expression, so it cannot be factored out.
  return label === 'yaml'
    ? new Worker(new URL('./yaml.worker.ts', import.meta.url), { type: 'module', name: 'yaml' })
    : new Worker(new URL('./editor.worker.ts', import.meta.url), { type: 'module', name: 'editor' });
}
