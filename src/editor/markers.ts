/** Which problems are shown: the language service's, sifted, and those that the page brings (the API server's). */
import { isDescribed } from './schema-kinds';
import { monaco } from './monaco';

type Marker = monaco.editor.IMarkerData;
type Model = monaco.editor.ITextModel;

/** Owners of markers in Monaco's sense. */
export const serviceOwner = 'yaml';
export const pageOwner = 'api';

/** What the language service last said, before sifting. */
const raw = new WeakMap<Model, readonly Marker[]>();

/** Takes the problems that monaco-yaml reports. */
export function setServiceMarkers(model: Model, owner: string, markers: Marker[]): void {
  if (owner === serviceOwner) raw.set(model, markers);
  monaco.editor.setModelMarkers(model, owner, owner === serviceOwner ? sifted(model, markers) : markers);
}

/** Takes the problems that the page found. */
export function setPageMarkers(model: Model, markers: Marker[]): void {
  monaco.editor.setModelMarkers(model, pageOwner, markers);
  const service = raw.get(model);
  if (service !== undefined) monaco.editor.setModelMarkers(model, serviceOwner, sifted(model, service));
}

function hasSyntaxProblem(model: Model): boolean {
  const markers = monaco.editor.getModelMarkers({ resource: model.uri, owner: pageOwner });
  return markers.some(({ source }) => source === 'yaml');
}

function linesOfPage(model: Model): ReadonlySet<number> {
  const markers = monaco.editor.getModelMarkers({ resource: model.uri, owner: pageOwner });
  return new Set(markers.map(({ startLineNumber }) => startLineNumber));
}

function sifted(model: Model, markers: readonly Marker[]): Marker[] {
  // The page's reader says the same in kubectl's words; one problem should not be marked twice.
  const syntaxKnown = hasSyntaxProblem(model);
  const told = linesOfPage(model);
  const lines = model.getLinesContent();
  return markers.flatMap((marker) => {
    // Said of a longer text: the service has not read this one yet.
    if (marker.startLineNumber > model.getLineCount()) return [];
    const isSchema = marker.source?.startsWith('yaml-schema') === true;
    // A matter of taste that neither kubectl nor the server minds.
    if (marker.message.startsWith('Unused anchor')) return [];
    if (!isSchema) return syntaxKnown ? [] : [{ ...marker, source: 'yaml' }];
    // A text that cannot be read fits no schema, and where the API server has spoken the schema would say it in other words.
    if (syntaxKnown || told.has(marker.startLineNumber)) return [];
    const wanted = isDescribed(lines, marker.startLineNumber) && !isAccepted(model, marker);
    return wanted ? [{ ...marker, source: 'schema' }] : [];
  });
}

/**
 * Types that the language service refuses but kubectl and the API server take: a field left empty (`labels:`) is null,
 * which stands for absent whatever the type, and YAML 1.1 has more words for booleans.
 */
function isAccepted(model: Model, marker: Marker): boolean {
  if (!marker.message.startsWith('Incorrect type.')) return false;
  const value = model.getValueInRange(marker).trim();
  if (marker.message.includes('"boolean"') && /^(?:y|yes|on|n|no|off)$/i.test(value)) return true;
  const isLineEnd = marker.startColumn >= model.getLineMaxColumn(marker.startLineNumber) - 1;
  return value === 'null' || value === '~' || (value === '' && isLineEnd) || value.endsWith(':');
}
