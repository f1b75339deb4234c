import type { Api, KindRow, Status } from '../engine/index';
import type { Json, JsonObject } from '../k8s/types';
import { applyDocuments } from '../kubectl/apply';
import { textOf, withNamespace } from '../kubectl/manifests';
import type { Diagnostic, ParsedText, YamlDocument } from '../yaml/documents';
import { isObject } from '../yaml/list-items';
import { clientDiagnostic, isPatchless, rejectionDiagnostics } from './api-diagnostics';

/** What `kubectl apply --dry-run=server` would say about a text. */
export interface CheckedText {
  parsed: ParsedText;
  diagnostics: Diagnostic[];
  /** The server's refusals. */
  failures: Status[];
}

/** Reads a text and asks the API server about it; changes nothing. */
export function checkText(api: Api, parsed: ParsedText): CheckedText {
  const diagnostics = [...parsed.diagnostics];
  const failures: Status[] = [];
  const checked = { parsed, diagnostics, failures };
  // kubectl sends nothing of a text that it cannot read.
  if (hasError(diagnostics)) return checked;
  const documents = parsed.documents.filter(
    (d): d is YamlDocument & { object: JsonObject } => d.object !== undefined,
  );
  const manifests = documents.map(({ object, list }, index) => ({
    object,
    index,
    ...(list ? { list } : {}),
  }));
  const results = applyDocuments(api, manifests, { dryRun: true, fileName: 'STDIN' });
  const defined = new Set(
    results.flatMap(({ index, ref, outcome }) =>
      ref.kind === 'CustomResourceDefinition' && outcome !== 'failed'
        ? definedKinds(documents[index]?.object)
        : [],
    ),
  );
  const created = new Set<string>();
  for (const result of results) {
    const { index, ref, row, outcome, status, clientError } = result;
    const document = documents[index];
    if (!document) continue;
    if (ref.kind === 'Namespace' && outcome === 'created') created.add(ref.name);
    if (clientError !== undefined) {
      const { apiVersion, kind } = document.object;
      const definedHere = defined.has(`${textOf(apiVersion)} ${textOf(kind)}`);
      const fault =
        row && isPatchless(clientError) ? faultIn(api, row, document.object, ref.namespace) : undefined;
      diagnostics.push(
        ...(fault
          ? rejectionDiagnostics(document, fault)
          : [clientDiagnostic(document, clientError, definedHere)]),
      );
    }
    if (!status) continue;
    // A namespace that an earlier document creates is only missing in the dry run.
    const missing = missingNamespace(status);
    if (missing !== undefined && created.has(missing)) {
      const fault = row && faultIn(api, row, document.object, 'default');
      if (fault) diagnostics.push(...rejectionDiagnostics(document, fault));
      continue;
    }
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
  const answer = api.create(row.id, namespace, object, { dryRun: true, fieldValidation: 'strict' });
  return !answer.ok && answer.status.reason === 'BadRequest' ? answer.status : status;
}

/** `apiVersion kind` of what a definition brings. */
function definedKinds(definition: JsonObject | undefined): string[] {
  const { group, names, versions } = objectOf(definition?.['spec']);
  const { kind } = objectOf(names);
  return (Array.isArray(versions) ? versions : []).map(
    (version) => `${textOf(group)}/${textOf(objectOf(version)['name'])} ${textOf(kind)}`,
  );
}

function objectOf(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}

/** What the server would say of an object if it were new, and if the namespace that it names were this one. */
function faultIn(
  api: Api,
  row: KindRow,
  object: JsonObject,
  namespace: string | undefined,
): Status | undefined {
  const options = { dryRun: true, fieldValidation: 'strict' } as const;
  const answer = api.create(row.id, namespace, withNamespace(object, namespace), options);
  return !answer.ok && answer.status.reason === 'Invalid' ? answer.status : undefined;
}

/** Name of the namespace that a request named in vain. */
function missingNamespace({ reason, details }: Status): string | undefined {
  return reason === 'NotFound' && details?.kind === 'namespaces' ? details.name : undefined;
}
