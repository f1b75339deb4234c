/** Bodies of type `application/yaml`. */
import { parseDocuments } from '../yaml/documents';
import type { ReadJson } from './go-json';

/** Only the first document counts. */
export function readYamlBody(text: string): ReadJson {
  const { documents, diagnostics } = parseDocuments(text);
  const [first] = documents;
  if (first?.object) {
    const twice = diagnostics.filter((d) => d.reason === 'DuplicateKey' && d.startLine <= first.endLine);
    return {
      ok: true,
      value: first.object,
      duplicates: [],
      overflow: undefined,
      yamlDuplicates: twice.map(
        (d) => `line ${d.startLine}: ${d.message.replace(/ is set twice.*/, '')} already set in map`,
      ),
    };
  }
  const problem = first?.problem ?? diagnostics.find((d) => d.severity === 'error');
  if (!problem) return { ok: true, value: null, duplicates: [], overflow: undefined };
  // A list or a bare text reads as YAML; what it lacks is found like in JSON.
  if (problem.reason === 'NotAnObject') {
    return {
      ok: true,
      value: text.trimStart().startsWith('-') ? [] : text,
      duplicates: [],
      overflow: undefined,
    };
  }
  return { ok: false, message: problem.message.replace(/^error converting YAML to JSON: /, '') };
}
