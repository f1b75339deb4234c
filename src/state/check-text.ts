import type { Api, KindRow, Status } from '../engine/index';
import type { JsonObject } from '../k8s/types';
import { applyDocuments } from '../kubectl/apply';
import { parseDocuments, type Diagnostic, type ParsedText, type YamlDocument } from '../yaml/documents';
import { clientDiagnostic, rejectionDiagnostics } from './api-diagnostics';

/** What `kubectl apply --dry-run=server` would say about a text. */
export interface CheckedText {
  parsed: ParsedText;
  diagnostics: Diagnostic[];
  /** The server's refusals. */
  failures: Status[];
}

/** Reads a text and asks the API server about it; changes nothing. */
export function checkText(api: Api, text: string): CheckedText {
  const parsed = parseDocuments(text);
  const diagnostics = [...parsed.diagnostics];
  const failures: Status[] = [];
  const checked = { parsed, diagnostics, failures };
  // kubectl sends nothing of a text that it cannot read.
  if (hasError(diagnostics)) return checked;
  const documents = parsed.documents.filter(
    (d): d is YamlDocument & { object: JsonObject } => d.object !== undefined,
  );
  const manifests = documents.map(({ object }, index) => ({ object, index }));
  const created = new Set<string>();
  for (const result of applyDocuments(api, manifests, { dryRun: true, fileName: 'STDIN' })) {
    const { index, ref, row, outcome, status, clientError } = result;
    const document = documents[index];
    if (!document) continue;
    if (ref.kind === 'Namespace' && outcome === 'created') created.add(ref.name);
    if (clientError !== undefined) diagnostics.push(clientDiagnostic(document, clientError));
    if (!status) continue;
    // A namespace that an earlier document creates is only missing in the dry run.
    const missing = missingNamespace(status);
    if (missing !== undefined && created.has(missing)) continue;
    failures.push(status);
    diagnostics.push(
      ...rejectionDiagnostics(document, preciseStatus(api, row, document.object, ref, status)),
    );
  }
  return checked;
}

export function hasError(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((d) => d.severity === 'error');
}

/**
 * A patch that does not fit the kind is refused as a whole (field `patch`, API-41). As a create the same object is refused in
 * the words that name the field.
 */
function preciseStatus(
  api: Api,
  row: KindRow | undefined,
  object: JsonObject,
  { namespace }: { namespace?: string },
  status: Status,
): Status {
  if (!row || !status.details?.causes?.some((cause) => cause.field === 'patch')) return status;
  const answer = api.create(row.kind, namespace, object, { dryRun: true, fieldValidation: 'strict' });
  return !answer.ok && answer.status.reason === 'BadRequest' ? answer.status : status;
}

/** Name of the namespace that a request named in vain. */
function missingNamespace({ reason, details }: Status): string | undefined {
  return reason === 'NotFound' && details?.kind === 'namespaces' ? details.name : undefined;
}
