/** `kubectl apply`, client side (API-46 … API-51): used by the command and by the page. */
import {
  atVersion,
  createThreeWayPatch,
  type Api,
  type KindRow,
  type Manifest,
  type Status,
} from '../engine/index';
import type { Pause } from './command';
import { isFailure, type Failure } from './failure';
import {
  decodeProblem,
  listProblem,
  mapObject,
  nameOf,
  targetNamespace,
  textOf,
  withNamespace,
  type FileObject,
} from './manifests';
import { goJson } from './printers/json';
import { goKind, goResource } from './resource-arguments';
import { withSource } from './status-text';
import type { Validation } from './validation';

export const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

export interface ApplyOptions {
  /** Namespace of objects that name none (`-n`). */
  namespace?: string;
  /** Nothing is stored; outcomes and errors are those of the real thing. */
  dryRun?: boolean;
  /** Name of the text in messages: a file name, `STDIN`. */
  fileName: string;
  /** `--validate`; strict unless given. */
  validation?: Validation;
}

/** What became of one document. */
export interface AppliedDocument {
  index: number;
  /** As far as the document says; `name` may be empty. */
  ref: { kind: string; namespace?: string; name: string };
  row?: KindRow;
  outcome: 'created' | 'configured' | 'unchanged' | 'failed';
  /** The server's answer when it refused; the message has kubectl's `error when …` in front. */
  status?: Status;
  /** What kubectl itself found wrong (without `error: `). */
  clientError?: string;
  /** See `Failure`. */
  bare?: boolean;
  /** Texts after `Warning: `. */
  warnings: string[];
  /** kubectl's own grumbles, whole lines. */
  notes?: string[];
}

/**
 * Applies documents in order; a failed one does not stop the others. All are looked up before the first is sent: a definition is of no
 * use to the objects of its kind in the same file (VAL-25).
 */
export function applyDocuments(
  api: Api,
  documents: readonly FileObject[],
  options: ApplyOptions,
): AppliedDocument[] {
  const run = applyInSteps(api, documents, options);
  for (;;) {
    const step = run.next();
    if (step.done) return step.value;
  }
}

/** The same, with a breath after each document that was looked up, and after each that was sent. */
export function* applyInSteps(
  api: Api,
  documents: readonly FileObject[],
  options: ApplyOptions,
): Generator<Pause, AppliedDocument[], void> {
  const plans: (AppliedDocument | (() => AppliedDocument))[] = [];
  const breath = (done: number): Pause => ({ type: 'breath', share: done / documents.length / 2 });
  for (const [i, document] of documents.entries()) {
    if (i > 0) yield breath(i);
    plans.push(planOne(api, document, options));
  }
  const applied: AppliedDocument[] = [];
  for (const [i, plan] of plans.entries()) {
    if (i > 0) yield breath(plans.length + i);
    applied.push(typeof plan === 'function' ? plan() : plan);
  }
  return applied;
}

/** What to send, or what keeps it from being sent. */
function planOne(
  api: Api,
  document: FileObject,
  options: ApplyOptions,
): AppliedDocument | (() => AppliedDocument) {
  const { object, index, list } = document;
  const { name, namespace: own, generateName } = nameOf(object);
  const ref = { kind: textOf(object['kind']), name, ...(own === '' ? {} : { namespace: own }) };
  const base = { index, ref, warnings: [] as string[] };
  const stop = (problem: Failure): AppliedDocument => ({
    ...base,
    outcome: 'failed',
    clientError: problem.error,
    ...(problem.bare ? { bare: true } : {}),
  });
  const validation = options.validation ?? 'strict';
  const unread = list
    ? listProblem(list, options.fileName, validation, api)
    : decodeProblem(object, options.fileName, validation);
  if (unread) return stop(unread);
  const row = mapObject(document, options.fileName, api);
  if (isFailure(row)) return stop(row);
  const namespace = targetNamespace(row, object, options.namespace);
  if (isFailure(namespace)) return stop(namespace);
  const placed = { ...base, row, ref: { ...ref, ...(namespace === undefined ? {} : { namespace }) } };
  if (name === '') {
    return {
      ...placed,
      outcome: 'failed',
      clientError:
        generateName === ''
          ? namelessText(row, namespace, options.fileName)
          : `from ${generateName}: cannot use generate name with apply`,
    };
  }
  return () => send(api, row, namespace, name, withNamespace(object, namespace), options, placed);
}

/** VAL-24. */
function namelessText(row: KindRow, namespace: string | undefined, fileName: string): string {
  return `error when retrieving current configuration of:\n${info(row, '', namespace)}\nfrom server for: ${JSON.stringify(fileName)}: resource name may not be empty`;
}

/** An object in kubectl's longest form, used inside errors. */
function info(row: KindRow, name: string, namespace: string | undefined): string {
  return `Resource: ${JSON.stringify(goResource(row))}, GroupVersionKind: ${JSON.stringify(goKind(row))}\nName: ${JSON.stringify(name)}, Namespace: ${JSON.stringify(namespace ?? '')}`;
}

function send(
  api: Api,
  row: KindRow,
  namespace: string | undefined,
  name: string,
  object: Manifest,
  options: ApplyOptions,
  base: Pick<AppliedDocument, 'index' | 'ref' | 'row' | 'warnings'>,
): AppliedDocument {
  const kind = row.id;
  const fieldValidation = options.validation ?? 'strict';
  const write = { fieldValidation, ...(options.dryRun ? { dryRun: true } : {}) };
  const modified = withLastApplied(object);
  const live = api.get(kind, namespace, name);
  if (!live.ok && live.status.reason !== 'NotFound') {
    const verb = `retrieving current configuration of:\n${info(row, name, namespace)}\nfrom server for:`;
    return { ...base, outcome: 'failed', status: withSource(live.status, verb, options.fileName) };
  }
  if (!live.ok) {
    const created = api.create(kind, namespace, modified, write);
    if (!created.ok)
      return { ...base, outcome: 'failed', status: withSource(created.status, 'creating', options.fileName) };
    return { ...base, outcome: 'created', warnings: created.warnings ?? [] };
  }
  const current = atVersion(live.object, row) as unknown as Manifest;
  const warnings: string[] = [];
  const original = live.object.metadata.annotations?.[LAST_APPLIED];
  if (original === undefined) warnings.push(missingAnnotation(row, name));
  if (live.object.metadata.deletionTimestamp !== undefined) {
    warnings.push(`Detected changes to resource ${name} which is currently being deleted.`);
  }
  const { type, patch, isEmpty, refusal } = createThreeWayPatch(kind, parse(original), modified, current);
  if (refusal !== undefined) {
    const error = noPatchText(info(row, name, namespace), options.fileName, [
      original ?? '',
      `${goJson(modified)}\n`,
      `${goJson(current)}\n`,
      refusal,
    ]);
    const notes = ['openapi v3 spec', 'openapi spec'].map(
      (source) => `warning: error calculating patch from ${source}: ${refusal}\n`,
    );
    return { ...base, outcome: 'failed', clientError: error, warnings, notes };
  }
  if (isEmpty) return { ...base, outcome: 'unchanged', warnings: original === undefined ? warnings : [] };
  const patched = api.patch(kind, namespace, name, type, patch, write);
  if (!patched.ok) {
    const inner = withSource(patched.status, 'patching', options.fileName);
    const verb = `applying patch:\n${goJson(patch)}\nto:\n${info(row, name, namespace)}\nfor:`;
    return { ...base, outcome: 'failed', warnings, status: withSource(inner, verb, options.fileName) };
  }
  return { ...base, outcome: 'configured', warnings: [...warnings, ...(patched.warnings ?? [])] };
}

/** kubectl cannot say what changed. */
function noPatchText(
  object: string,
  fileName: string,
  [original, modified, current, why]: readonly [string, string, string, string],
): string {
  const file = JSON.stringify(fileName);
  return `error when applying patch:\n\nto:\n${object}\nfor: ${file}: error when patching ${file}: creating patch with:\noriginal:\n${original}\nmodified:\n${modified}\ncurrent:\n${current}\nfor: ${why}`;
}

/** API-46: the manifest with its own text as an annotation. */
export function withLastApplied(object: Manifest): Manifest {
  const metadata = (object['metadata'] ?? {}) as Manifest;
  const annotations = { ...((metadata['annotations'] ?? {}) as Manifest) };
  delete annotations[LAST_APPLIED];
  const bare = { ...object, metadata: { ...metadata, annotations } };
  const text = `${goJson(bare)}\n`;
  return { ...bare, metadata: { ...metadata, annotations: { ...annotations, [LAST_APPLIED]: text } } };
}

/** API-49. */
function missingAnnotation(row: KindRow, name: string): string {
  return `resource ${row.plural}/${name} is missing the ${LAST_APPLIED} annotation which is required by kubectl apply. kubectl apply should only be used on resources created declaratively by either kubectl create --save-config or kubectl apply. The missing annotation will be patched automatically.`;
}

function parse(text: string | undefined): Manifest | undefined {
  if (text === undefined || text === '') return undefined;
  try {
    return JSON.parse(text) as Manifest;
  } catch {
    return undefined;
  }
}
