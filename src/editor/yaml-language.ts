/** Completion, hover and problems of Kubernetes manifests: the YAML language service in its worker. */
import { configureMonacoYaml } from 'monaco-yaml';
import type { JSONSchema } from 'monaco-yaml';
import schema from '../k8s/schema/kubernetes.schema.json';
import { setServiceMarkers } from './markers';
import { monaco } from './monaco';
import { isDescribed, namesKind } from './schema-kinds';
import { createWorker } from './workers';

interface WorkerRequest {
  label: string;
  createData: unknown;
  host?: Record<string, (...args: never[]) => unknown>;
  keepIdleModels?: boolean;
}

/**
 * Monaco 0.57 wants a Worker where monaco-yaml 5.5 still names a module and its start data. The worker gets what
 * Monaco's own language workers get: one message to wake it, one with its data.
 */
function createWebWorker({ label, createData, ...rest }: WorkerRequest): unknown {
  const worker = createWorker(label);
  worker.postMessage('ignore');
  worker.postMessage(createData);
  return monaco.editor.createWebWorker({ worker, ...rest });
}

/** Hovers without the schema's name and address that the language service puts around the description. */
function registerHoverProvider(
  selector: monaco.languages.LanguageSelector,
  provider: monaco.languages.HoverProvider,
): monaco.IDisposable {
  return monaco.languages.registerHoverProvider(selector, {
    async provideHover(...request) {
      const [model, { lineNumber }] = request;
      if (!isDescribed(model.getLinesContent(), lineNumber)) return undefined;
      const hover = await provider.provideHover(...request);
      if (!hover) return hover;
      const contents = hover.contents.map((part) => ({ ...part, value: description(part.value) }));
      return { ...hover, contents: contents.filter(({ value }) => value !== '') };
    },
  });
}

/** Completion where the schema knows what may stand there. */
function registerCompletionItemProvider(
  selector: monaco.languages.LanguageSelector,
  provider: monaco.languages.CompletionItemProvider,
): monaco.IDisposable {
  return monaco.languages.registerCompletionItemProvider(selector, {
    ...provider,
    provideCompletionItems(...request) {
      const [model, { lineNumber }] = request;
      const wanted =
        namesKind(model.getLineContent(lineNumber)) || isDescribed(model.getLinesContent(), lineNumber);
      return wanted ? provider.provideCompletionItems(...request) : undefined;
    },
  });
}

/** `#### title`, description, `Source: [name](address)` → description. */
function description(markdown: string): string {
  return markdown
    .replace(/^#### .*\n*/, '')
    .replace(/\n*Source: \[.*$/s, '')
    .trim();
}

let started = false;

/** Starts the language service once for all editors of the page. */
export function startYamlLanguage(): void {
  if (started) return;
  started = true;
  start();
}

function start(): void {
  const adapted = {
    ...monaco,
    editor: { ...monaco.editor, createWebWorker, setModelMarkers: setServiceMarkers },
    languages: { ...monaco.languages, registerHoverProvider, registerCompletionItemProvider },
  };
  configureMonacoYaml(adapted as unknown as Parameters<typeof configureMonacoYaml>[0], {
    // Each `---` document is checked against the kind that it names.
    isKubernetes: true,
    // kubectl reads YAML 1.1: `yes` is a boolean, 0644 is octal.
    yamlVersion: '1.1',
    enableSchemaRequest: false,
    format: { enable: false },
    schemas: [{ uri: 'inmemory://kubernetes', fileMatch: ['**'], schema: schema as unknown as JSONSchema }],
  });
}
